package io.camelback.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The stories in {@code src/test/resources/retention}: after each line that asks for it stands what is planned, to the letter. */
final class StoriesTest {

    private static final Path STORIES = Path.of("src/test/resources/retention");

    @TestFactory
    Stream<DynamicTest> whatIsPlannedIsWhatTheStoriesSay() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(STORIES)) {
            for (Path file : files.sorted().toList()) {
                for (String story : Files.readString(file).strip().split("\n(?=# )")) {
                    tests.add(DynamicTest.dynamicTest(file.getFileName() + " " + story.lines().findFirst().orElseThrow(),
                            () -> assertThat(Story.tell(story.strip())).isEqualTo(story.strip())));
                }
            }
        }
        return tests.stream();
    }
}
