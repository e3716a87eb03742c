package nn.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** nn-core's rooms: what is below what, and what the module shows. */
@AnalyzeClasses(packages = "nn.core", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchitectureTest {

  @ArchTest
  static final ArchRule layers =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("check")
          .definedBy("nn.core.check..")
          .layer("article")
          .definedBy("nn.core.article..")
          .layer("facade")
          .definedBy("nn.core")
          .layer("plugins")
          .definedBy("nn.core.plugins..")
          .layer("engine")
          .definedBy("nn.core.engine..")
          .layer("training")
          .definedBy("nn.core.training..")
          .layer("architecture")
          .definedBy("nn.core.architecture..")
          .layer("data")
          .definedBy("nn.core.data..")
          .layer("metric")
          .definedBy("nn.core.metric..")
          .layer("lbfgs")
          .definedBy("nn.core.lbfgs..")
          .layer("diagnosis")
          .definedBy("nn.core.diagnosis..")
          .optionalLayer("selection")
          .definedBy("nn.core.selection..")
          .whereLayer("check")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("article")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("plugins")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("lbfgs")
          .mayOnlyBeAccessedByLayers("selection")
          .whereLayer("selection")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("facade")
          .mayOnlyBeAccessedByLayers("check", "lbfgs", "selection")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("facade")
          .whereLayer("architecture")
          .mayOnlyBeAccessedByLayers("engine", "facade")
          .whereLayer("training")
          .mayOnlyBeAccessedByLayers("engine", "facade", "check", "article", "lbfgs", "selection")
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers(
              "training", "architecture", "engine", "facade", "check", "lbfgs", "selection")
          .whereLayer("diagnosis")
          .mayOnlyBeAccessedByLayers("engine", "facade")
          .whereLayer("metric")
          .mayOnlyBeAccessedByLayers("training", "engine", "facade", "selection");

  /** The facade has no room of its own below nn.core, so it is a slice with the root's name. */
  @ArchTest
  static final ArchRule packagesHaveNoCycle =
      slices().matching("nn.core.(**)").should().beFreeOfCycles();

  /** What a layer, a cost or an optimiser is does not depend on how it is trained. */
  @ArchTest
  static final ArchRule plugInsKnowNoTraining =
      classes()
          .that()
          .resideInAnyPackage(
              "nn.core.activation..",
              "nn.core.clip..",
              "nn.core.cost..",
              "nn.core.initialiser..",
              "nn.core.layer..",
              "nn.core.optimiser..",
              "nn.core.penalty..",
              "nn.core.schedule..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("nn.core.engine.."))
                  .and(not(resideInAPackage("nn.core.training..")))
                  .and(not(resideInAPackage("nn.core.data.."))));

  /** No type but the facade and what describes it. */
  @ArchTest
  static final ArchRule theRootHasTheFacadeAlone =
      classes()
          .that()
          .resideInAPackage("nn.core")
          .and()
          .areTopLevelClasses()
          .should()
          .haveNameMatching("nn[.]core[.](Network|NetworkBuilder|package-info)");

  @Test
  void theModuleShowsWhatUsersNeed() throws URISyntaxException {
    Path classes =
        Path.of(Network.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module = ModuleFinder.of(classes).find("nn.core").orElseThrow().descriptor();
    Set<String> hidden = new TreeSet<>(module.packages());
    hidden.removeAll(
        module.exports().stream()
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet()));
    assertEquals(Set.of("nn.core.array", "nn.core.engine", "nn.core.plugins"), hidden);
  }
}
