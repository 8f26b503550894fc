package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.camelback.demo.FtpServer;
import io.camelback.demo.S3Server;
import io.camelback.stub.Answer;
import io.camelback.stub.Documents;
import io.camelback.stub.Fault;
import io.camelback.stub.StubCouch;
import io.camelback.stub.StubTokens;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Every secret there is, in everything that is said, logged or stored, whether it goes well or not: it must not be found. */
class SecretsTest {

    private static final String IN_URL = "inUrl/pa+ss%wörd";
    private static final String AS_KEY = "as&Key=pa+ss%41#word";
    private static final String IAM_KEY = "iamKey/of+the=source";
    private static final String S3_SECRET = "s3/Secret+with=signs";
    private static final String FTP_PASSWORD = "ft&p=pa+ss%41#word";
    private static final String TARGET = "target/pa+ss&word";
    private static final String WRONG = "wrong/but+secret&too";
    private static final String TOKEN = "token-";

    private final StubCouch couch = new StubCouch();
    private final StubTokens tokens = new StubTokens();
    private final List<String> said = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage() + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };
    private S3Server s3;
    private FtpServer ftp;
    private Installation camelback;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        s3 = S3Server.start(directory.resolve("s3"), "access", S3_SECRET, "bucket");
        ftp = FtpServer.start(directory.resolve("ftp"), "user", FTP_PASSWORD);
        Logger logger = (Logger) LoggerFactory.getLogger("io.camelback");
        log.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        log.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(log);
        camelback = configured(FTP_PASSWORD, S3_SECRET);
        couch.database("shop", new Documents().put("a", "{\"_id\":\"a\",\"_rev\":\"1-a\"}"));
    }

    @AfterEach
    void stop() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.camelback");
        logger.detachAppender(log);
        logger.setLevel(null);
        s3.close();
        ftp.close();
        tokens.close();
        couch.close();
    }

    private Installation configured(String ftpPassword, String s3Secret) {
        Installation installation = new Installation(directory).local("disk")
                .line("camelback.destinations.s3.type", "s3").line("camelback.destinations.s3.endpoint", s3.endpoint())
                .line("camelback.destinations.s3.bucket", "bucket").line("camelback.destinations.s3.accessKey", "access")
                .line("camelback.destinations.s3.secretKey", s3Secret)
                .line("camelback.destinations.ftp.type", "ftp").line("camelback.destinations.ftp.host", "127.0.0.1")
                .line("camelback.destinations.ftp.port", ftp.port()).line("camelback.destinations.ftp.username", "user")
                .line("camelback.destinations.ftp.password", ftpPassword);
        task(installation, "url", couch.url("shop").replace("http://", "http://me:" + encode(IN_URL) + "@"));
        task(installation, "key", couch.url("shop")).line("camelback.tasks.key.username", "me").line("camelback.tasks.key.password", AS_KEY);
        task(installation, "iam", couch.url("shop")).line("camelback.tasks.iam.iamApiKey", IAM_KEY).line("camelback.tasks.iam.iamTokenUrl", tokens.url());
        return installation.line("camelback.tasks.url.verify.afterRun", true);
    }

    private static Installation task(Installation installation, String name, String source) {
        return installation.line("camelback.tasks." + name + ".source", source).line("camelback.tasks." + name + ".destinations", "disk, s3, ftp")
                .line("camelback.tasks." + name + ".retention.delta", 1);
    }

    private static String encode(String secret) {
        return URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void run(String... words) {
        Installation.Result result = camelback.run(words);
        said.add(words[0]);
        said.add(result.out());
        said.add(result.err());
    }

    /** Each of them says where in the program a failure came from. */
    private void all(String task, List<String> commands, String... more) {
        for (String command : commands) {
            List<String> words = new ArrayList<>(List.of(command, task, "--stacktrace"));
            words.addAll(switch (command) {
                case "restore" -> List.of("--to", couch.url("copy-of-" + task).replace("http://", "http://me:" + encode(TARGET) + "@"));
                case "history" -> List.of("--doc", "a");
                default -> List.of();
            });
            words.addAll(List.of(more));
            run(words.toArray(String[]::new));
        }
    }

    @Test
    void noSecretIsEverSaidOrStored() throws IOException {
        all("url", List.of("backup", "list", "status", "rollup", "cleanup", "export", "history", "restore"));
        all("url", List.of("backup", "list", "status", "rollup", "cleanup", "history", "restore"), "--json");
        all("key", List.of("backup", "restore"));
        all("iam", List.of("backup", "restore"));
        assertThat(String.join("\n", said)).contains("restore point").contains("\"restorePoint\"");

        Fault echo = (request, normal) -> Answer.error(401, "unauthorized", "not for " + request.headers().get("authorization"));
        couch.always("", echo);
        all("url", List.of("backup", "restore"));
        all("key", List.of("backup"), "--json");
        all("iam", List.of("backup"));
        tokens.answer(it -> StubTokens.error(400, "BXNIM0415E", "Provided API key " + IAM_KEY + " could not be found."));
        all("iam", List.of("backup"));
        couch.behave();

        camelback = configured(WRONG, WRONG);
        all("url", List.of("backup", "status", "restore"));
        camelback = configured(FTP_PASSWORD + ")&", "{{" + S3_SECRET);
        all("key", List.of("backup"));
        camelback = configured(FTP_PASSWORD, S3_SECRET).line("camelback.tasks.key.source", "htp://me:" + encode(IN_URL) + "@nowhere:x/shop");
        all("key", List.of("backup"));
        camelback = configured(FTP_PASSWORD, S3_SECRET).line("camelback.destinations.ftp.passwort", FTP_PASSWORD);
        all("iam", List.of("backup"));

        camelback = configured(FTP_PASSWORD, S3_SECRET);
        s3.close();
        ftp.close();
        couch.close();
        tokens.close();
        all("url", List.of("backup", "restore"));
        all("iam", List.of("backup"));
        assertThat(String.join("\n", said)).contains("got no answer");
        nothingIsFound();
    }

    private void nothingIsFound() throws IOException {
        List<String> texts = new ArrayList<>(said);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).filter(it -> !it.endsWith("application.properties")).toList()) {
                texts.add(directory.relativize(file) + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        for (String secret : List.of(IN_URL, AS_KEY, IAM_KEY, S3_SECRET, FTP_PASSWORD, TARGET, WRONG)) {
            for (String form : forms(secret)) {
                assertThat(texts).as("%s as %s", secret, form).noneMatch(it -> it.contains(form));
            }
        }
        assertThat(texts).noneMatch(it -> it.matches("(?s).*Bearer " + TOKEN + ".*"));
    }

    /** Plain, percent-encoded in two ways, in base64 alone and as the header has it. */
    private static Set<String> forms(String secret) {
        Set<String> forms = new LinkedHashSet<>(List.of(secret, encode(secret), URLEncoder.encode(secret, StandardCharsets.UTF_8)));
        for (String text : List.of(secret, "me:" + secret)) {
            forms.add(Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        }
        return forms;
    }
}
