package nn.backend.ejml;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** EJML is this backend's affair, and nothing but the interface is this backend's. */
@AnalyzeClasses(packages = "nn", importOptions = ImportOption.DoNotIncludeTests.class)
class EjmlArchitectureTest {

  @ArchTest
  static final ArchRule onlyThisBackendKnowsEjml =
      noClasses()
          .that(not(resideInAPackage("nn.backend.ejml..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.ejml..");

  @ArchTest
  static final ArchRule thisBackendKnowsTheInterfaceAndEjml =
      classes()
          .that()
          .resideInAPackage("nn.backend.ejml..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "nn.backend.ejml..", "nn.api..", "org.ejml..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule nothingHereNeedsMath =
      noClasses()
          .that()
          .resideInAPackage("nn.backend.ejml..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Math.class, StrictMath.class);
}
