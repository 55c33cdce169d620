package com.pfavanguard.sync.cli.watch;

import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Defines the badges of the stages of a write, as on the live page: always icon and text, so that colour is not needed
 * to understand them. Each icon is one column wide in every terminal font; emoji are not.
 */
enum Badge {
    CONNECTED("●", "Connected", Style.reset),
    QUEUED("⧗", "Queued", Style.fg_blue),
    RETRYING("⧗", "Retrying", Style.fg_blue),
    SYNCING("↻", "Syncing", Style.fg_blue),
    SYNCED("✓", "Synced", Style.fg_green),
    CONFLICT("⚠", "Conflict", Style.fg("208")),
    FAILED("✗", "Failed", Style.fg_red),
    REMOVED("−", "Removed", Style.reset),
    UNKNOWN("?", "Unknown", Style.reset);

    private final String icon;
    private final String text;
    private final String styleOn;
    private final String styleOff;

    Badge(String icon, String text, IStyle style) {
        this.icon = icon;
        this.text = text;
        styleOn = style.on();
        styleOff = style.off();
    }

    String show(boolean colour) {
        return show("", colour);
    }

    /** Returns icon, text and count, padded to the same width. */
    String show(String count, boolean colour) {
        String badge = "%s %-12s".formatted(icon, (text + " " + count).strip());
        return colour ? styleOn + badge + styleOff : badge;
    }
}
