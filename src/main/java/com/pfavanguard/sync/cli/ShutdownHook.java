package com.pfavanguard.sync.cli;

/** Runs an action if the process is asked to end (Ctrl-C, SIGTERM) while a command runs. */
final class ShutdownHook implements AutoCloseable {

    private final Thread hook;

    ShutdownHook(Runnable action) {
        hook = new Thread(action, "on-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Removes the hook, once the command is done. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is already ending and the hook running, so it cannot be removed.
        }
    }
}
