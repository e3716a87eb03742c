package nn.tck.model;

import java.util.List;
import nn.api.Tier;

/**
 * A kernel as the suite sees it.
 *
 * @param kernel its name in {@link nn.api.Backend}
 * @param extents the names of its extents
 * @param factors how often each extent is a factor of the number of multiplications; none where the
 *     kernel is no product
 * @param strength of how many extents every combination of classes is tried
 * @param forms the ways to call it
 */
public record KernelModel(
    String kernel,
    List<String> extents,
    List<Integer> factors,
    int strength,
    List<KernelForm> forms) {

  private static final long MANY = 1L << 40;

  /** A kernel that is no product. */
  static KernelModel of(String kernel, List<String> extents, List<KernelForm> forms) {
    return new KernelModel(kernel, extents, List.of(), 2, forms);
  }

  /** The forms whose results a tier fixes. */
  public List<KernelForm> forms(Tier tier) {
    return forms.stream().filter(form -> form.isFor(tier)).toList();
  }

  /** Whether it multiplies matrices. */
  public boolean isProduct() {
    return !factors.isEmpty();
  }

  /** How many multiplications a product has, 2⁴⁰ where there are more; 0 of what is none. */
  public long multiplications(int[] extents) {
    long all = isProduct() ? 1 : 0;
    for (int at = 0; at < factors.size(); at++) {
      for (int times = 0; times < factors.get(at); times++) {
        all = Math.min(all * extents[at], MANY);
      }
    }
    return all;
  }
}
