package nn.backend.nd4j;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** ND4J is this backend's affair, and nothing but the interface is this backend's. */
@AnalyzeClasses(packages = "nn", importOptions = ImportOption.DoNotIncludeTests.class)
class Nd4jArchitectureTest {

  @ArchTest
  static final ArchRule onlyThisBackendKnowsNd4j =
      noClasses()
          .that(not(resideInAPackage("nn.backend.nd4j..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule thisBackendKnowsTheInterfaceAndNd4j =
      classes()
          .that()
          .resideInAPackage("nn.backend.nd4j..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "nn.backend.nd4j..",
              "nn.api..",
              "org.nd4j..",
              "org.bytedeco..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule nothingHereNeedsMath =
      noClasses()
          .that()
          .resideInAPackage("nn.backend.nd4j..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Math.class, StrictMath.class);
}
