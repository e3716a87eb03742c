package nn.tck;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nn.api.DType;
import nn.api.Shape;
import nn.tck.model.Data;
import nn.tck.model.Invocation;
import nn.tck.model.KernelForm;
import nn.tck.model.Operand;
import nn.tck.reference.Generator;

/**
 * One step of a sequence of calls. It says all that it does, and draws from a seed of its own:
 * whatever other steps are left out, it does the same. Where what it needs is not there, it does
 * nothing.
 *
 * <p>There are two backends, each with workspaces, from the beginning; tensors have numbers.
 */
sealed interface Step {

  /** Which workspace of which backend. */
  record Place(int backend, int workspace) {
    @Override
    public String toString() {
      return (backend == 0 ? "w" : "v") + (workspace + 1);
    }

    String owner() {
      return name(backend);
    }

    static String name(int backend) {
      return backend == 0 ? "backend" : "other";
    }
  }

  /** A new tensor. */
  record Allocate(int tensor, Place place, Shape shape) implements Step {
    String value() {
      return place + ".tensor(" + shape.rows() + ", " + shape.columns() + ")";
    }

    @Override
    public String toString() {
      return "t" + tensor + " = " + value();
    }
  }

  /** Writes whole numbers below a limit into a tensor, for kernels that take numbers of records. */
  record Numbers(int tensor, int limit, long seed) implements Step {
    @Override
    public String toString() {
      return "backend.write(whole numbers from 0 to " + (limit - 1) + ", t" + tensor + ")";
    }
  }

  /** Closes a workspace, with all its tensors, and opens another one in its place. */
  record Renew(Place place) implements Step {
    @Override
    public String toString() {
      return place + ".close(); " + place + " = " + place.owner() + ".workspace()";
    }
  }

  /** Closes a backend, with all its workspaces, and opens another one in its place. */
  record Reopen(int backend) implements Step {
    @Override
    public String toString() {
      String name = Place.name(backend);
      return name + ".close(); " + name + " = provider.open(…)";
    }
  }

  /** Who calls. */
  enum How {
    ALONE(""),
    ANOTHER_THREAD("in another thread: "),
    AT_ONCE("at once, each in a thread of its own: "),
    IN_PARALLEL("at once, inside inParallel: ");

    final String words;

    How(String words) {
      this.words = words;
    }
  }

  /** Calls that do not depend on each other. */
  record Calls(How how, List<Call> calls) implements Step {
    static Calls alone(Call call) {
      return new Calls(How.ALONE, List.of(call));
    }

    @Override
    public String toString() {
      return how.words + calls.stream().map(Call::toString).collect(Collectors.joining("; "));
    }
  }

  /**
   * A call of a kernel on the backend of its operands.
   *
   * @param form of the call
   * @param extents of the kernel
   * @param data what arrays that are passed hold
   * @param scalar for a form that takes one
   * @param seed of what else is drawn
   * @param tensors the numbers of the operands
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares calls
  record Call(KernelForm form, int[] extents, Data data, double scalar, long seed, int[] tensors) {

    /** As the model has it. */
    Invocation invocation(DType dtype) {
      Generator random = new Generator(seed);
      return form.maker().make(new KernelForm.Setting(extents, dtype, scalar, data, random));
    }

    List<Operand> operands() {
      return form.operands().of(extents);
    }

    /** The numbers of all operands. */
    Set<Integer> used() {
      return Arrays.stream(tensors).boxed().collect(Collectors.toSet());
    }

    /** The numbers of the operands that the call changes. */
    Set<Integer> changed() {
      List<Operand> operands = operands();
      return IntStream.range(0, tensors.length)
          .filter(p -> operands.get(p).changes())
          .mapToObj(p -> tensors[p])
          .collect(Collectors.toSet());
    }

    /** Whether each operand is a tensor of its own, but for what is only read, and for aliases. */
    boolean hasAllowedAliases() {
      List<Operand> operands = operands();
      Set<Integer> changed = changed();
      for (int p = 0; p < tensors.length; p++) {
        for (int q = 0; q < p; q++) {
          boolean same = tensors[p] == tensors[q];
          boolean asked = root(operands, p) == root(operands, q);
          if ((asked && !same) || (same && !asked && changed.contains(tensors[p]))) {
            return false;
          }
        }
      }
      return true;
    }

    private static int root(List<Operand> operands, int p) {
      int root = p;
      while (operands.get(root).alias() < root) {
        root = operands.get(root).alias();
      }
      return root;
    }

    /** Whether it may be repeated: what it changes is neither read nor kept in part. */
    boolean isRepeatable() {
      List<Operand> operands = operands();
      Set<Integer> read = new HashSet<>();
      for (int p = 0; p < tensors.length; p++) {
        if (operands.get(p).role() != Operand.Role.WRITTEN) {
          read.add(tensors[p]);
        }
      }
      read.retainAll(changed());
      return read.isEmpty();
    }

    Call on(int[] otherTensors) {
      return new Call(form, extents, data, scalar, seed, otherTensors);
    }

    Call of(int[] otherExtents) {
      return new Call(form, otherExtents, data, scalar, seed, tensors);
    }

    /** As in Java: {@code backend.combine(DIVIDE, t3, t4, t3)}. */
    @Override
    public String toString() {
      String[] words = form.name().split(" ", 2);
      String kernel = words[0];
      StringBuilder text = new StringBuilder("backend.").append(kernel).append('(');
      String what = words.length == 1 ? "" : what(kernel, words[1]);
      if (!what.isEmpty()) {
        text.append(what).append(", ");
      }
      text.append(Arrays.stream(tensors).mapToObj(t -> "t" + t).collect(Collectors.joining(", ")));
      if (form.scalar()) {
        text.append(", ").append(scalar);
      }
      return text.append(')').toString();
    }

    /** The loop or operation; that operands are the same is seen from their names. */
    private String what(String kernel, String rest) {
      return switch (kernel) {
        case "combine" -> rest.split("[ ,]", 2)[0].toUpperCase(Locale.ROOT);
        case "apply" -> rest.split(",", 2)[0];
        case "dense", "denseInputGradient" -> rest.replace("with ", "");
        case "write" -> rest + " " + data;
        case "read" -> rest;
        default -> "";
      };
    }
  }
}
