package nn.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.util.Set;
import nn.backend.naive.PlainProducts;

/** Which part may know which, and what none may do. */
@AnalyzeClasses(packages = "nn", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /**
   * The functions of {@link Math} whose result is specified to the last bit. The others may differ
   * by an ulp or two from one JVM to the next; {@code nn.api.elementary} has no such freedom.
   */
  private static final Set<String> EXACT =
      Set.of(
          "abs",
          "absExact",
          "addExact",
          "ceil",
          "ceilDiv",
          "clamp",
          "copySign",
          "decrementExact",
          "floor",
          "floorDiv",
          "floorMod",
          "fma",
          "getExponent",
          "incrementExact",
          "max",
          "min",
          "multiplyExact",
          "multiplyFull",
          "multiplyHigh",
          "negateExact",
          "nextAfter",
          "nextDown",
          "nextUp",
          "rint",
          "round",
          "scalb",
          "signum",
          "sqrt",
          "subtractExact",
          "toIntExact",
          "ulp");

  @ArchTest
  static final ArchRule layers =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("api")
          .definedBy("nn.api..")
          .layer("core")
          .definedBy("nn.core..")
          .layer("backends")
          .definedBy("nn.backend..")
          .layer("io")
          .definedBy("nn.io..")
          .layer("tck")
          .definedBy("nn.tck..")
          .layer("cli")
          .definedBy("nn.cli..")
          .whereLayer("core")
          .mayOnlyBeAccessedByLayers("io", "tck", "cli")
          .whereLayer("backends")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("io")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("tck")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule apiStandsAlone =
      classes()
          .that()
          .resideInAPackage("nn.api..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("nn.api..", "java..", "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule coreNamesNoBackend =
      noClasses()
          .that()
          .resideInAPackage("nn.core..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("nn.backend..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule coreHasNoThirdPartyCode =
      classes()
          .that()
          .resideInAPackage("nn.core..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("nn.core..", "nn.api..", "java..", "org.jspecify..")
          .allowEmptyShould(true);

  /** nn-core's module does not export these; on the class path this rule does what it would. */
  @ArchTest
  static final ArchRule whatCoreDoesNotExportIsItsOwn =
      noClasses()
          .that(not(resideInAPackage("nn.core..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("nn.core.engine..", "nn.core.array..", "nn.core.plugins..");

  @ArchTest
  static final ArchRule packagesHaveNoCycle =
      slices().matching("nn.(*).(**)").should().beFreeOfCycles();

  /** Vector starts on naive's loops: docs/adr/0008. */
  @ArchTest
  static final ArchRule backendsDoNotKnowEachOther =
      slices()
          .matching("nn.backend.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("nn.backend.vector.."), equivalentTo(PlainProducts.class))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule ejmlStaysInItsBackend =
      noClasses()
          .that(not(resideInAPackage("nn.backend.ejml..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.ejml..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheToolPrints =
      noClasses()
          .that(not(resideInAPackage("nn.cli..")))
          .should(ACCESS_STANDARD_STREAMS)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothingDeserialisesObjects =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule kernelsUseExactMathOnly =
      noClasses()
          .that(resideInAnyPackage("nn.api..", "nn.core..", "nn.backend.."))
          .should()
          .accessTargetWhere(inexactMath())
          .allowEmptyShould(true)
          .because(
              "the last bits of Math.exp and the like depend on the JVM; use nn.api.elementary");

  /** Random streams and moons keep {@link StrictMath}, whose bits NumPy's are compared with. */
  @ArchTest
  static final ArchRule kernelsUseTheDefinedElementaryFunctions =
      noClasses()
          .that(
              resideInAnyPackage(
                  "nn.api..", "nn.core.activation..", "nn.core.cost..", "nn.backend.."))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(StrictMath.class)
          .because("a kernel on several numbers at a time cannot have StrictMath's bits");

  private static DescribedPredicate<JavaAccess<?>> inexactMath() {
    return DescribedPredicate.describe(
        "is a function of Math that is not exactly specified",
        access ->
            access.getTargetOwner().isEquivalentTo(Math.class)
                && !access.getTarget().getName().matches("E|PI|TAU")
                && !EXACT.contains(access.getTarget().getName()));
  }
}
