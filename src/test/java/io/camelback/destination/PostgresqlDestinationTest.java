package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The custom type in {@code docs/destinations.md}, taken from there as it stands. */
class PostgresqlDestinationTest extends DestinationContract {

    private static final String DATABASE = "postgres";
    private static final String USER = "postgres";

    @TempDir
    static Path directory;

    private static EmbeddedPostgres server;
    private static Routes routes;
    private static int number;

    private Destination destination;

    @BeforeAll
    static void start() throws Exception {
        String page = Files.readString(Path.of("docs/destinations.md"));
        Path template = Files.writeString(directory.resolve("postgresql.camel.yaml"), block(page, "yaml"));
        server = EmbeddedPostgres.builder().setDataDirectory(directory.resolve("database")).start();
        execute(block(page, "sql"));
        routes = Routes.start("file:" + template);
    }

    private static String block(String page, String language) {
        Matcher block = Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE).matcher(page);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @AfterAll
    static void stop() throws IOException {
        routes.close();
        server.close();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @BeforeEach
    void add() throws SQLException {
        execute("TRUNCATE archive");
        destination = add(server.getJdbcUrl(USER, DATABASE));
    }

    private static Destination add(String url) {
        return routes.add("database" + number++, "postgresql", Map.of("url", url, "user", USER, "password", "any"));
    }

    @Override
    Destination destination() {
        return destination;
    }

    @Override
    void seed(String key) throws IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO archive VALUES (?, 'x')")) {
            insert.setString(1, key);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aServerThatIsDownIsUnreachable() {
        Destination down = add("jdbc:postgresql://127.0.0.1:" + ServerDestinationContract.freePort() + "/" + DATABASE);
        for (Runnable operation : new Runnable[] {() -> down.list(""), () -> down.read("a", 0, 1), () -> down.delete("a")}) {
            Failure failure = failure(operation);
            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(failure.getMessage()).hasLineCount(1);
        }
    }

    @Test
    void aUserWhoIsNotPermittedIsDenied() throws SQLException {
        execute("DROP ROLE IF EXISTS guest");
        execute("CREATE ROLE guest LOGIN");
        Destination denied = routes.add("database" + number++, "postgresql",
                Map.of("url", server.getJdbcUrl("guest", DATABASE), "user", "guest", "password", "any"));
        assertThat(failure(() -> denied.list("")).reason()).isEqualTo(Reason.DENIED);
    }
}
