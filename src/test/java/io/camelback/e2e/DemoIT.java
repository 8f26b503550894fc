package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The README's first command, as its reader runs it; and the tests of the server that stands in for CouchDB. */
class DemoIT {

    private static String run(int expected, File directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(directory).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(expected);
        return output;
    }

    @Test
    void theDemoFindsNoDifference() throws Exception {
        String output = run(0, new File("."), "./camelback", "demo");
        assertThat(output).contains("no difference").contains("restored from S3").containsPattern("baseline +20,252 documents");
    }

    @Test
    void theStandInForCouchDbPassesItsOwnTests() throws Exception {
        assertThat(run(0, new File("demo"), "npm", "test")).contains("# fail 0");
    }
}
