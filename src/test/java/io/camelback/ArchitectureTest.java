package io.camelback;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who may know whom. Packages stand in layers, and each may know those of the layers below it:
 *
 * <pre>
 *   cli
 *   service                                              the front end that is driven by the clock
 *   server                                               verbs for all databases of a server, made of those below
 *   backup   rollup   cleanup   restore   export   status   history   sync   verify    a verb each; none knows another
 *   retention                                            what is to become of the archives
 *   catalog  config  lease                               what there is; what is wanted; who is at work
 *   destination   couchdb                                the world outside
 *   archive  encryption  job                             the format; what makes it unreadable for others; locks, staging, how parts make a whole
 *   failure
 * </pre>
 */
@AnalyzeClasses(packages = "io.camelback", importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.OnlyMain.class})
class ArchitectureTest {

    private static final String[][] LAYERS = {
        {"failure"},
        {"archive", "encryption", "job"},
        {"destination", "couchdb"},
        {"catalog", "config", "lease"},
        {"retention"},
        {"backup", "rollup", "cleanup", "restore", "export", "status", "history", "sync", "verify"},
        {"server"},
        {"service"},
        {"cli"},
    };

    /** The demo is compiled with the tests, and is a front end of its own. */
    static final class OnlyMain implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    @ArchTest
    static void packagesKnowOnlyTheLayersBelowThem(JavaClasses classes) {
        Map<String, Set<String>> forbidden = new LinkedHashMap<>();
        Set<String> notBelow = new LinkedHashSet<>();
        for (int layer = LAYERS.length - 1; layer >= 0; layer--) {
            notBelow.addAll(Set.of(LAYERS[layer]));
            for (String name : LAYERS[layer]) {
                Set<String> others = new LinkedHashSet<>(notBelow);
                others.remove(name);
                forbidden.put(name, others);
            }
        }
        forbidden.forEach((name, others) -> {
            if (!others.isEmpty()) {
                noClasses().that().resideInAPackage("io.camelback." + name).should().dependOnClassesThat()
                        .resideInAnyPackage(others.stream().map(it -> "io.camelback." + it + "..").toArray(String[]::new))
                        .because("packages know only those of the layers below them").check(classes);
            }
        });
    }

    @ArchTest
    static final ArchRule everyPackageHasItsPlace = noClasses().should().resideOutsideOfPackages(
            Stream.concat(Stream.of("io.camelback"), Arrays.stream(LAYERS).flatMap(Arrays::stream)
                    .map(it -> "io.camelback." + it)).toArray(String[]::new));

    @ArchTest
    static final ArchRule nothingGoesInCircles = slices().matching("io.camelback.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theFormatKnowsNoCamelAndNoHttp = noClasses().that().resideInAnyPackage("io.camelback.archive..", "io.camelback.encryption..", "io.camelback.failure..")
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "org.apache.hc..", "java.net.http..", "software.amazon..");

    @ArchTest
    static final ArchRule onlyEncryptionKnowsTheLibrariesForIt = noClasses().that().resideOutsideOfPackage("io.camelback.encryption..")
            .should().dependOnClassesThat().resideInAnyPackage("com.google.crypto.tink..", "org.conscrypt..");

    @ArchTest
    static final ArchRule timeComesFromTheClockOfTheConfiguration = noClasses().that().doNotHaveFullyQualifiedName("io.camelback.config.ConfigReader")
            .should().callMethod(Instant.class, "now").orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(LocalDate.class, "now")
            .orShould().callMethod(LocalDateTime.class, "now").orShould().callMethod(OffsetDateTime.class, "now")
            .orShould().callMethod(ZonedDateTime.class, "now").orShould().callMethod(Clock.class, "systemUTC")
            .orShould().callMethod(Clock.class, "systemDefaultZone").orShould().callConstructor(Date.class);

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses().that().resideOutsideOfPackage("io.camelback.cli")
            .should().accessField(System.class, "out").orShould().accessField(System.class, "err").orShould().callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProcess = noClasses().that().resideOutsideOfPackage("io.camelback.cli")
            .and().doNotHaveFullyQualifiedName("io.camelback.Camelback").should().callMethod(System.class, "exit", int.class);

    /**
     * In a route {@code ${body.name}} may stand for {@code name()}, {@code getName()} and {@code isName()}. Where a class has two of them, be
     * one of the package alone, Camel takes what Java lists first, which is another one in some processes, or calls it ambiguous.
     */
    @ArchTest
    static void whatRoutesAskForHasOneMeaning(JavaClasses classes) throws IOException {
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).toList()) {
                Pattern.compile("\\$\\{(?:body|exchangeProperty|variable)\\.([^}]*)}").matcher(Files.readString(file)).results()
                        .forEach(it -> asked.addAll(List.of(it.group(1).split("\\W+"))));
            }
        }
        assertThat(asked).contains("unread", "destinations");
        Map<String, Set<String>> meanings = new TreeMap<>();
        classes.forEach(type -> type.getAllMethods().stream().filter(it -> !it.getModifiers().contains(JavaModifier.PRIVATE)).forEach(method -> {
            String name = method.getRawParameterTypes().isEmpty() ? method.getName().replaceFirst("^(?:get|is)(?=[A-Z])", "") : method.getName();
            String shorthand = Character.toLowerCase(name.charAt(0)) + name.substring(1);
            if (asked.contains(shorthand)) {
                meanings.computeIfAbsent(type.getName() + "." + shorthand, it -> new TreeSet<>()).add(method.getName());
            }
        }));
        assertThat(meanings).allSatisfy((place, names) -> assertThat(names).as(place).hasSize(1));
    }
}
