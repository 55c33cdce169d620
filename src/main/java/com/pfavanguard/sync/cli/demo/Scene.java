package com.pfavanguard.sync.cli.demo;

/** Shows one thing that can happen to an edit. */
interface Scene {

    String title();

    /** @throws DemoFailedException if events differ from the documented ones */
    void play(SceneContext context) throws InterruptedException;
}
