package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.Npm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The drawn diagrams are those of their texts (decision 0066). */
@ExtendWith(Npm.Installed.class)
class DiagramFilesTests {

    @Test
    void areDrawnFromTheirTexts(@TempDir Path drawn) {
        Npm.install("diagrams", "render.mjs", "style.css")
                .run("node", "render.mjs", Diagrams.FOLDER.toAbsolutePath().toString(), drawn.toString());

        assertThat(Diagrams.names(".svg")).isEqualTo(Diagrams.names(".dot"));
        assertThat(Diagrams.names(".svg"))
                .allSatisfy(name -> assertThat(Diagrams.FOLDER.resolve(name + ".svg"))
                        .as(name + "; after a change run \"npm ci && npm run build\" in src/test/npm/diagrams")
                        .hasSameTextualContentAs(drawn.resolve(name + ".svg")));
    }
}
