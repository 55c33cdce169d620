package com.pfavanguard.sync.hostile;

import com.pfavanguard.sync.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Spellings of an organization's id that careless code might take for another organization, or for several. */
final class Disguise {

    private Disguise() {}

    /** @param own what a check on the way may be content with */
    static String of(String name, String own, Fuzz fuzz) {
        String once = form(name, own, fuzz);
        return fuzz.random().nextInt(4) == 0 ? form(once, own, fuzz) : once;
    }

    private static String form(String name, String own, Fuzz fuzz) {
        return switch (fuzz.random().nextInt(14)) {
            case 0 -> name;
            case 1 -> mixedCase(name, fuzz);
            case 2 -> escaped(name, fuzz, "%");
            case 3 -> escaped(name, fuzz, "%25");
            case 4 -> own + fuzz.oneOf("/../", "%2f..%2f", "/./../", ";/../", "\\..\\", "/%2e%2e/", "//") + name;
            case 5 -> own + fuzz.oneOf(",", ";", "|", "%0a", "%00", "&", " ", "%20", "::", "\\c\\c", ".") + name;
            case 6 -> fuzz.oneOf("#", "*", "**", ">", "%23", "%2a", "org-*", "org-%2a", "sync.#", "$", "..");
            case 7 -> name + fuzz.oneOf(".", "/", "%00", " ", "%20", "::sync.history", ";x=y", "?", "#", ".*", "\\n");
            case 8 -> fuzz.oneOf("/", "./", "../", "%2e/", " ", "\t", ".", "sync.") + name;
            case 9 -> name.replace("-", fuzz.oneOf("‐", "−", "_", "%2d", "%e2%80%90", "\u00ad-"));
            case 10 -> name.replace('o', 'ο').replace('a', 'а'); // Greek and Cyrillic
            case 11 -> fullWidth(name);
            case 12 -> name + "\u200b";
            default -> own + "?organizationId=" + name + "&organization=" + name;
        };
    }

    private static String mixedCase(String name, Fuzz fuzz) {
        StringBuilder mixed = new StringBuilder();
        name.chars()
                .forEach(c -> mixed.append(fuzz.random().nextBoolean() ? Character.toUpperCase((char) c) : (char) c));
        return mixed.toString();
    }

    private static String escaped(String name, Fuzz fuzz, String sign) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(
                    fuzz.random().nextInt(3) == 0
                            ? sign + HexFormat.of().withUpperCase().toHexDigits(b)
                            : String.valueOf((char) b));
        }
        return escaped.toString();
    }

    private static String fullWidth(String name) {
        StringBuilder wide = new StringBuilder();
        name.chars().forEach(c -> wide.append((char) (c - 0x20 + 0xff00)));
        return wide.toString();
    }
}
