package com.pfavanguard.sync.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Opens standard output and error as writers that flush each line and report a closed pipe. */
final class StandardStreams {

    private StandardStreams() {}

    static PrintWriter out() {
        return writer(FileDescriptor.out, "stdout.encoding");
    }

    static PrintWriter err() {
        return writer(FileDescriptor.err, "stderr.encoding");
    }

    // Not System.out: it hides the error that reports a closed pipe.
    private static PrintWriter writer(FileDescriptor stream, String encodingProperty) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), charset(encodingProperty)), true);
    }

    // JDK 19 added the properties; in older versions the default charset is the terminal's.
    private static Charset charset(String encodingProperty) {
        String name =
                System.getProperty(encodingProperty, Charset.defaultCharset().name());
        Charset charset = Charset.forName(name);
        // Without a locale (in a container, under cron) the charset is ASCII, although readers expect UTF-8.
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }
}
