package nn.api.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A layer inside a layer: of a residual block, a sequence, a frozen layer.
 *
 * <p>The core lists a part's parameters with those of the layer that has it, under the part's name:
 * {@code body.weight} for {@code weight} of the part {@code body}. Parts have parts in turn.
 *
 * @param name unique in its layer, without a dot, for instance {@code body} or {@code 0}; empty to
 *     add nothing to the parameters' names, for a layer that stands for its only part
 * @param layer what it computes
 * @param inputs the number of its inputs
 * @param trained false to keep all its parameters as they are, statistics too
 */
public record Part(String name, Layer layer, int inputs, boolean trained) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it has a dot
   */
  public Part {
    if (name.indexOf('.') >= 0) {
      throw new IllegalArgumentException("part: a name must have no dot: '" + name + "'");
    }
  }

  /** A part that is trained. */
  public Part(String name, Layer layer, int inputs) {
    this(name, layer, inputs, true);
  }

  /** The name in the layer of something that has this name in the part. */
  public String path(String inner) {
    return name.isEmpty() ? inner : name + "." + inner;
  }

  /**
   * All parameters of a layer: its own, then those of its parts, under their full names.
   *
   * @param inputs of the layer
   */
  public static List<Parameter> parameters(Layer layer, int inputs) {
    List<Parameter> parameters = new ArrayList<>(layer.parameters(inputs));
    for (Part part : layer.parts(inputs)) {
      for (Parameter inner : parameters(part.layer(), part.inputs())) {
        Parameter named = inner.named(part.path(inner.name()));
        parameters.add(part.trained() ? named : named.frozen());
      }
    }
    return List.copyOf(parameters);
  }

  /** Whether a layer, or one of its parts, {@linkplain Layer#mixesRecords mixes records}. */
  public static boolean mixesRecords(Layer layer, int inputs) {
    return layer.mixesRecords()
        || layer.parts(inputs).stream().anyMatch(part -> mixesRecords(part.layer(), part.inputs()));
  }
}
