package com.pfavanguard.sync.cli;

/** Something to do when the process is asked to end (Ctrl-C, SIGTERM) while a command is under way. */
final class ShutdownHook implements AutoCloseable {

    private final Thread hook;

    ShutdownHook(Runnable action) {
        hook = new Thread(action, "on-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The command is done and needs no more. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending and the action under way; it ends by itself.
        }
    }
}
