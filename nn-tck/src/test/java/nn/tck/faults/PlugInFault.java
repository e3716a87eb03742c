package nn.tck.faults;

import java.util.function.IntFunction;
import nn.api.network.PlugIn;

/**
 * A plug-in with one fault, written from docs/SPEC.md, the Javadoc of nn.api.network and reports of
 * faults in frameworks, without a look at the rules that are to find it.
 *
 * @param name what is wrong, in words, with {@code T} for the threshold
 * @param kind which kind of plug-in it is
 * @param origin the report or the kind of code that the fault is taken from
 * @param threshold from where on it is wrong
 * @param plugIn makes it
 */
record PlugInFault(
    String name, String kind, String origin, Threshold threshold, IntFunction<PlugIn> plugIn) {

  /** A fault that begins at a threshold. */
  static PlugInFault from(
      int least, int most, String kind, String name, String origin, IntFunction<PlugIn> plugIn) {
    return new PlugInFault(name, kind, origin, new Threshold(least, most), plugIn);
  }

  /** A fault that has none. */
  static PlugInFault of(String kind, String name, String origin, IntFunction<PlugIn> plugIn) {
    return new PlugInFault(name, kind, origin, Threshold.NONE, plugIn);
  }
}
