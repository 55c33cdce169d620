package com.pfavanguard.sync.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Standard output and error as writers that flush every line and tell when their reader has gone. */
final class StandardStreams {

    private StandardStreams() {}

    static PrintWriter out() {
        return writer(FileDescriptor.out, "stdout.encoding");
    }

    static PrintWriter err() {
        return writer(FileDescriptor.err, "stderr.encoding");
    }

    // Not System.out: it swallows the error that says the reader of a pipe has gone.
    private static PrintWriter writer(FileDescriptor stream, String encodingProperty) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), charset(encodingProperty)), true);
    }

    // The properties came with JDK 19; before, the default charset was the terminal's.
    private static Charset charset(String encodingProperty) {
        String name =
                System.getProperty(encodingProperty, Charset.defaultCharset().name());
        Charset charset = Charset.forName(name);
        // Without a locale (a container, cron) a process is given ASCII, though whoever reads it expects UTF-8.
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }
}
