package nn.tck;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nn.api.ClosedException;
import nn.api.DType;
import nn.api.ForeignTensorException;
import nn.api.Shape;
import nn.api.ShapeMismatchException;
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

  /** The calls of kernels that it makes, or tries to make. */
  default List<Call> calls() {
    return List.of();
  }

  /** The same step with other calls in place of its own. */
  default Step with(List<Call> others) {
    return this;
  }

  /** How often it does something that it may do less often; 0 if there is nothing. */
  default int times() {
    return 0;
  }

  /** The same step with another number of times. */
  default Step times(int fewer) {
    return this;
  }

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

  /** From here on tensors are compared when they are closed and at the end, not after each step. */
  record Unwatched() implements Step {
    @Override
    public String toString() {
      return "// nothing is read until it is closed, or until the end";
    }
  }

  /** Reads some elements of a tensor. */
  record Look(int tensor, long seed) implements Step {
    @Override
    public String toString() {
      return "backend.read(a part of t" + tensor + ")";
    }
  }

  /** Opens and closes other workspaces, in any order, by two threads, some of them twice. */
  record Crowd(int backend, int times, long seed) implements Step {
    @Override
    public Step times(int fewer) {
      return new Crowd(backend, fewer, seed);
    }

    @Override
    public String toString() {
      return "opens and closes " + times + " workspaces of " + Place.name(backend);
    }
  }

  /** Does nothing for some milliseconds. */
  record Pause(int times) implements Step {
    @Override
    public Step times(int fewer) {
      return new Pause(fewer);
    }

    @Override
    public String toString() {
      return "Thread.sleep(" + times + ")";
    }
  }

  /** Who calls. */
  enum How {
    ALONE(""),
    INTERRUPTED("by an interrupted thread: "),
    ANOTHER_THREAD("in another thread: "),
    AT_ONCE("at once, each in a thread of its own: "),
    IN_PARALLEL("at once, inside inParallel: "),
    IN_PARALLEL_THAT_THROWS("inside inParallel, whose last task then throws: ");

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
    public Step with(List<Call> others) {
      return new Calls(how, others);
    }

    @Override
    public String toString() {
      return how.words + calls.stream().map(Call::toString).collect(Collectors.joining("; "));
    }
  }

  /** A call again and again, with nothing in between. */
  record Repeated(Call call, int times) implements Step {
    @Override
    public List<Call> calls() {
      return List.of(call);
    }

    @Override
    public Step with(List<Call> others) {
      return new Repeated(others.get(0), times);
    }

    @Override
    public Step times(int fewer) {
      return new Repeated(call, fewer);
    }

    @Override
    public String toString() {
      return times + " times: " + call;
    }
  }

  /** What is wrong with an operand. */
  enum Wrong {
    ABSENT(NullPointerException.class, "null"),
    FOREIGN(ForeignTensorException.class, "a tensor of another backend"),
    OF_ANOTHER_SHAPE(ShapeMismatchException.class, "a tensor with one row and one column more"),
    CLOSED(ClosedException.class, "a tensor of a closed workspace");

    final Class<? extends RuntimeException> refusal;
    final String words;

    Wrong(Class<? extends RuntimeException> refusal, String words) {
      this.refusal = refusal;
      this.words = words;
    }
  }

  /** A call that must be refused, as one operand is wrong. */
  record Refused(Call call, int operand, Wrong wrong) implements Step {
    @Override
    public List<Call> calls() {
      return List.of(call);
    }

    @Override
    public Step with(List<Call> others) {
      return new Refused(others.get(0), operand, wrong);
    }

    @Override
    public String toString() {
      return call + ", operand " + (operand + 1) + " of which is " + wrong.words;
    }
  }

  /** A call with a loop that throws when it has written a part. */
  record Thrown(Call call, boolean error) implements Step {
    @Override
    public List<Call> calls() {
      return List.of(call);
    }

    @Override
    public Step with(List<Call> others) {
      return new Thrown(others.get(0), error);
    }

    @Override
    public String toString() {
      return call + ", but with a loop that throws an " + (error ? "error" : "exception");
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

    /** Its kernel's name. */
    String kernel() {
      return form.name().split(" ", 2)[0];
    }

    /** Whether its kernel takes a loop. */
    boolean takesLoop() {
      return Set.of("apply", "dense", "denseInputGradient").contains(kernel());
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
