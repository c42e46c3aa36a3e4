package org.failuretransparency.harness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/// The modules know each other in one direction only, and what holds for all of them.
/// Maven holds the direction between modules; this holds it between packages, whatever a POM lets through.
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    static final String ROOT = "org.failuretransparency";

    /// Without this, every rule would hold for a class path that lost its modules.
    @ArchTest
    static void everyModuleIsLookedAt(JavaClasses classes) {
        assertThat(Stream.of(
                        "os",
                        "theory",
                        "guest",
                        "rio",
                        "recoverable",
                        "crashlab",
                        "vista",
                        "vistagrams",
                        "rvm",
                        "checkpoint",
                        "tpcb",
                        "tpcc",
                        "workloads",
                        "harness"))
                .allMatch(module -> classes.containPackage(ROOT + "." + module));
    }

    @ArchTest
    static final ArchRule modulesKnowOnlyThoseBelowThem = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .withOptionalLayers(true)
            .layer("os")
            .definedBy(ROOT + ".os..")
            .layer("theory")
            .definedBy(ROOT + ".theory..")
            .layer("guest")
            .definedBy(ROOT + ".guest..")
            .layer("rio")
            .definedBy(ROOT + ".rio..")
            .layer("recoverable memory")
            .definedBy(ROOT + ".recoverable..")
            .layer("vista")
            .definedBy(ROOT + ".vista..")
            .layer("vistagrams")
            .definedBy(ROOT + ".vistagrams..")
            .layer("rvm")
            .definedBy(ROOT + ".rvm..")
            .layer("discount checking")
            .definedBy(ROOT + ".checkpoint..")
            .layer("applications")
            .definedBy(ROOT + ".tpcb..", ROOT + ".tpcc..", ROOT + ".workloads..")
            .layer("crash lab")
            .definedBy(ROOT + ".crashlab..")
            .layer("harness")
            .definedBy(ROOT + ".harness..")
            .whereLayer("os")
            .mayNotAccessAnyLayer()
            .whereLayer("theory")
            .mayNotAccessAnyLayer()
            .whereLayer("guest")
            .mayOnlyAccessLayers("os")
            .whereLayer("rio")
            .mayOnlyAccessLayers("os")
            .whereLayer("recoverable memory")
            .mayOnlyAccessLayers("rio", "os")
            .whereLayer("crash lab")
            .mayOnlyAccessLayers("rio", "os")
            .whereLayer("vista")
            .mayOnlyAccessLayers("recoverable memory", "rio", "os")
            .whereLayer("vistagrams")
            .mayOnlyAccessLayers("vista", "theory", "recoverable memory", "rio", "os")
            .whereLayer("rvm")
            .mayOnlyAccessLayers("recoverable memory", "rio", "os")
            .whereLayer("discount checking")
            .mayOnlyAccessLayers("vista", "guest", "theory", "recoverable memory", "rio", "os")
            .whereLayer("applications")
            .mayOnlyAccessLayers("recoverable memory", "rio", "guest", "os")
            .whereLayer("harness")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule applicationsDoNotKnowEachOther = slices().matching(ROOT + ".(tpcb|tpcc|workloads)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theExplorerKnowsNoChecker = noClasses()
            .that()
            .resideInAPackage(ROOT + ".theory.explorer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".theory.checker..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("Causality")
            .because("Theorem 2 is tested by comparing them")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theModelOfTheTheoryStandsAlone = noClasses()
            .that()
            .resideInAPackage(ROOT + ".theory")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".theory.*..")
            .because("trace, checker, protocols and explorer stand on them");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyOsTalksToTheOperatingSystem = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".os..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..")
            .because("every system call goes through the module os");

    @ArchTest
    static final ArchRule nobodyUsesUnsafe = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("sun.misc..", "jdk.internal..")
            .because("memory is java.lang.foreign");

    @ArchTest
    static final ArchRule noStaticChanges = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("clock, random source and faults come in through the constructor");

    @ArchTest
    static final ArchRule packagesAreNamedForWhatTheyHold = classes()
            .should()
            .resideOutsideOfPackages("..util..", "..common..", "..impl..", "..helper..", "..manager..");
}
