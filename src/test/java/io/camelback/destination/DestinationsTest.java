package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationsTest {

    @TempDir
    static Path directory;

    private static Routes routes;

    @BeforeAll
    static void start() throws Exception {
        Path mine = Files.writeString(directory.resolve("mine.camel.yaml"), """
                - routeTemplate:
                    id: destination-mine
                    parameters:
                      - name: name
                      - name: color
                    route:
                      from:
                        uri: "direct:destination-{{name}}"
                        steps:
                          - setBody:
                              simple: "${null}"
                """);
        routes = Routes.start("file:" + mine);
    }

    @AfterAll
    static void stop() {
        routes.close();
    }

    private static Failure refused(String name, String type, Map<String, String> parameters) {
        Failure failure = catchThrowableOfType(Failure.class, () -> routes.add(name, type, parameters));
        assertThat(failure.party()).isEqualTo(Party.USER);
        assertThat(failure.getMessage()).hasLineCount(1);
        return failure;
    }

    @Test
    void anUnknownTypeIsRefusedWithTheTypesThereAre() {
        assertThat(refused("offsite", "S4", Map.of()))
                .hasMessage("camelback.destinations.offsite.type = S4 is not a type of destination. The types are: ftp, local, mine, s3");
    }

    @Test
    void aMisspeltParameterIsRefusedWithTheRightOne() {
        assertThat(refused("offsite", "s3", Map.of("buckt", "b")))
                .hasMessage("camelback.destinations.offsite.buckt is not a parameter of type s3. Did you mean bucket?");
    }

    @Test
    void everyTypeHasTheOptionsOfEncryption() {
        assertThat(refused("offsite", "mine", Map.of("color", "red", "encryption.keys", "k")))
                .hasMessage("camelback.destinations.offsite.encryption.keys is not a parameter of type mine. Did you mean encryption.key?");
        assertThat(refused("offsite", "mine", Map.of("color", "red", "ENCRYPTION_OLDKEY", "k"))).hasMessageEndingWith("Did you mean encryption.oldKeys?");
        assertThat(refused("offsite", "mine", Map.of("color", "red", "encryption.key", "s3cret")))
                .hasMessageStartingWith("camelback.destinations.offsite.encryption.key ").hasMessageNotContaining("s3cret");
    }

    @Test
    void aMissingParameterIsNamedAndDescribed() {
        assertThat(refused("offsite", "s3", Map.of("region", "eu-central-1")))
                .hasMessage("camelback.destinations.offsite.bucket is missing: the bucket, which must exist");
        assertThat(refused("offsite", "s3", Map.of("bucket", ""))).hasMessageContaining("offsite.bucket is missing");
        assertThat(refused("offsite", "mine", Map.of())).hasMessageContaining("offsite.color is missing: the type mine needs it");
    }

    @Test
    void theNameIsNoParameter() {
        assertThat(refused("offsite", "mine", Map.of("color", "red", "name", "x"))).hasMessageContaining("offsite.name is not a parameter");
    }

    @Test
    void oneOfTheTwoKeysIsNotEnough() {
        assertThat(refused("offsite", "s3", Map.of("bucket", "b", "accessKey", "a")))
                .hasMessage("camelback.destinations.offsite.secretKey is missing, for the other of the two is there");
    }

    @Test
    void valuesThatCanNotBePassedOnAreRefusedWithoutBeingTold() {
        assertThat(refused("a", "ftp", Map.of("host", "h", "username", "u", "password", "s3c{{ret")))
                .hasMessageStartingWith("camelback.destinations.a.password has '{{' in it").hasMessageNotContaining("s3c");
        assertThat(refused("a", "ftp", Map.of("host", "h", "username", "u", "password", "s3c)&ret")))
                .hasMessageStartingWith("camelback.destinations.a.password has ')&' in it").hasMessageNotContaining("s3c");
    }

    @Test
    void valuesThatAreNotOfTheRightKindAreRefused() {
        assertThat(refused("b", "ftp", Map.of("host", "h", "username", "u", "password", "s3cret", "timeout", "soon")).getMessage())
                .startsWith("the destination b can't be made: ").doesNotContain("s3cret");
        assertThat(refused("c", "s3", Map.of("bucket", "b", "endpoint", "nowhere")))
                .hasMessage("camelback.destinations.c.endpoint is not the URL of a server. Write it like https://s3.example.com");
    }

    @Test
    void letterCaseInNamesOfParametersDoesNotMatter() {
        assertThat(routes.add("shouting", "mine", Map.of("COLOR", "red")).list("")).isEmpty();
    }

    @Test
    void aNameIsGivenOnceAndHasNoOddCharacters() {
        Destination first = routes.add("twice", "mine", Map.of("color", "red"));
        assertThat(routes.destinations().get("twice")).isSameAs(first);
        assertThat(refused("twice", "mine", Map.of("color", "red"))).hasMessageContaining("'twice', for another has it");
        assertThat(refused("a b", "mine", Map.of("color", "red"))).hasMessageContaining("letters, digits");
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestOne() {
        routes.add("offsite-1", "mine", Map.of("color", "red"));
        assertThat(catchThrowableOfType(Failure.class, () -> routes.destinations().get("offsite-l")))
                .hasMessage("there is no destination 'offsite-l'. Did you mean offsite-1?");
    }

    @Test
    void everyParameterOfTheTypesThatComeWithCamelbackIsDescribed() {
        for (String type : new String[] {"local", "s3", "ftp"}) {
            RouteTemplateDefinition template = routes.context().getCamelContextExtension().getContextPlugin(Model.class)
                    .getRouteTemplateDefinition("destination-" + type);
            assertThat(template.getDescriptionText()).isNotBlank();
            assertThat(template.getTemplateParameters()).allSatisfy(it -> assertThat(it.getDescription()).as(it.getName()).isNotBlank());
        }
    }
}
