package nn.backend.vector;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import jdk.incubator.vector.VectorOperators;

/** Only this backend knows the incubator module, and uses of it only what has specified bits. */
@AnalyzeClasses(packages = "nn", importOptions = ImportOption.DoNotIncludeTests.class)
class VectorArchitectureTest {

  /** Operators that a JVM may compute as it likes. */
  private static final Set<String> UNSPECIFIED =
      Set.of(
          "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "EXP", "LOG", "LOG10", "SINH", "COSH",
          "TANH", "EXPM1", "LOG1P", "CBRT", "POW", "ATAN2", "HYPOT");

  @ArchTest
  static final ArchRule onlyThisBackendKnowsTheIncubator =
      noClasses()
          .that()
          .resideOutsideOfPackage("nn.backend.vector..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..");

  @ArchTest
  static final ArchRule thisBackendKnowsTheInterfaceAlone =
      classes()
          .that()
          .resideInAPackage("nn.backend.vector..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "nn.backend..", "nn.api..", "jdk.incubator.vector..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule noOperatorHasUnspecifiedBits =
      noClasses()
          .should()
          .accessFieldWhere(
              describe(
                  "an elementary function of VectorOperators",
                  access ->
                      access.getTargetOwner().isEquivalentTo(VectorOperators.class)
                          && UNSPECIFIED.contains(access.getTarget().getName())));

  /** The order of a floating-point reduction is not specified. */
  @ArchTest
  static final ArchRule noLanesAreReduced =
      noClasses()
          .should()
          .callCodeUnitWhere(
              describe(
                  "reduceLanes", call -> call.getTarget().getName().startsWith("reduceLanes")));

  @ArchTest
  static final ArchRule noFunctionOfTheJvmHasUnspecifiedBits =
      noClasses()
          .that()
          .resideInAPackage("nn.backend.vector..")
          .should()
          .callCodeUnitWhere(
              describe(
                  "an elementary function of Math",
                  call ->
                      call.getTargetOwner().isEquivalentTo(Math.class)
                          && UNSPECIFIED.contains(
                              call.getTarget().getName().toUpperCase(java.util.Locale.ROOT))));
}
