package nn.backend.vector;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The same bits on every virtual machine and processor: what is left to them is not used. */
@AnalyzeClasses(
    packages = "nn.backend.vector",
    importOptions = ImportOption.DoNotIncludeTests.class)
class VectorArchitectureTest {

  @ArchTest
  static final ArchRule knowsTheInterfaceAndTheIncubator =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "nn.backend.vector..",
              "nn.backend.naive..", // docs/adr/0008
              "nn.api..",
              "jdk.incubator.vector..",
              "java..",
              "org.jspecify..");

  /** In what order they add is the virtual machine's choice. */
  @ArchTest
  static final ArchRule addsNoLanesOfAVector =
      noClasses()
          .should()
          .accessTargetWhere(
              targetOwner(belongToAnyOf(DoubleVector.class, FloatVector.class))
                  .and(target(nameMatching("reduceLanes.*"))));

  /** What they give is the virtual machine's choice, within an error. */
  @ArchTest
  static final ArchRule takesNoElementaryFunctionOfTheIncubator =
      noClasses()
          .should()
          .accessTargetWhere(
              targetOwner(belongToAnyOf(VectorOperators.class))
                  .and(
                      target(
                          nameMatching(
                              "A?SINH?|A?COSH?|A?TANH?|ATAN2|EXP|EXPM1|LOG|LOG10|LOG1P|CBRT|HYPOT"
                                  + "|POW"))));

  @ArchTest
  static final ArchRule takesNoElementaryFunctionOfJava =
      noClasses()
          .should()
          .accessTargetWhere(
              targetOwner(belongToAnyOf(Math.class, StrictMath.class))
                  .and(target(nameMatching("(?!abs|min|max|fma|sqrt).*"))));
}
