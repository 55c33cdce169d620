package com.pfavanguard.sync.client;

import com.pfavanguard.sync.testing.Npm;
import java.io.IOException;
import java.nio.file.Path;

/** The board in React of {@code src/test/npm/client/board.tsx}, over the recipe that readers copy. */
public final class Board {

    private Board() {}

    /** Bundles it for a browser. */
    public static void build(Path file) throws IOException {
        Npm npm = Npm.install("client", "prepare.mjs", "build-board.mjs", "board.tsx");
        npm.run("node", "prepare.mjs");
        RecipeFiles.write("frameworks", npm.directory().resolve("recipes"), "tsx");
        npm.run("node", "build-board.mjs", file.toAbsolutePath().toString());
    }
}
