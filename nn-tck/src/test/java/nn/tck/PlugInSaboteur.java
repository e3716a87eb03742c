package nn.tck;

import java.util.List;
import java.util.Set;
import nn.api.network.PlugIn;

/**
 * A plug-in with one fault.
 *
 * @param fault what is wrong with it
 * @param rule the rule whose test must fail
 * @param reach the methods that are wrong; tests that call none must pass
 * @param plugIn the plug-in
 */
record PlugInSaboteur(String fault, int rule, Set<String> reach, PlugIn plugIn) {

  static PlugInSaboteur in(String method, int rule, String fault, PlugIn plugIn) {
    return new PlugInSaboteur(rule + ", " + method + ": " + fault, rule, Set.of(method), plugIn);
  }

  /** All of them. */
  static List<PlugInSaboteur> all() {
    return List.of(
            ActivationSaboteurs.all(),
            LayerSaboteurs.all(),
            CostSaboteurs.all(),
            OptimiserSaboteurs.all(),
            PenaltySaboteurs.all(),
            ScheduleSaboteurs.all(),
            ClipSaboteurs.all())
        .stream()
        .flatMap(List::stream)
        .toList();
  }
}
