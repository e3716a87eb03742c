package nn.tck.model;

import java.util.List;
import nn.api.Tier;

/**
 * A kernel as the suite sees it.
 *
 * @param kernel its name in {@link nn.api.Backend}
 * @param extents the names of its extents
 * @param product whether the product of all extents is a number of multiplications
 * @param strength of how many extents every combination of classes is tried
 * @param forms the ways to call it
 */
public record KernelModel(
    String kernel, List<String> extents, boolean product, int strength, List<KernelForm> forms) {

  /** The forms whose results a tier fixes. */
  public List<KernelForm> forms(Tier tier) {
    return forms.stream().filter(form -> form.isFor(tier)).toList();
  }
}
