package com.pfavanguard.sync.cli.demo;

/** One thing that can happen to an edit. */
interface Scene {

    String title();

    /** @throws DemoFailedException if it went another way than documented */
    void play(SceneContext context) throws InterruptedException;
}
