package nn.tck;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Passes every call on to a backend, whichever kernels there are, and notes weak references to the
 * objects that it hands over: tensors, loops, arrays. Objects that live as long as the program are
 * replaced by ones that do not.
 */
final class Recorder implements InvocationHandler {
  private final Backend backend;
  private final References references;
  private final String where;
  private final boolean unknownLoops;

  private Recorder(Backend backend, References references, String where, boolean unknownLoops) {
    this.backend = backend;
    this.references = references;
    this.where = where;
    this.unknownLoops = unknownLoops;
  }

  /**
   * A backend whose calls are noted.
   *
   * @param where the calls are made, for messages
   * @param unknownLoops whether loops are handed over that no backend knows by name
   */
  static Backend of(Backend backend, References references, String where, boolean unknownLoops) {
    return (Backend)
        Proxy.newProxyInstance(
            Recorder.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            new Recorder(backend, references, where, unknownLoops));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] handed = arguments == null ? new Object[0] : arguments.clone();
    for (int a = 0; a < handed.length; a++) {
      handed[a] = replaced(method.getParameterTypes()[a], handed[a]);
      note(method.getName() + ", argument " + (a + 1), handed[a]);
    }
    try {
      return method.invoke(backend, handed);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }

  private @Nullable Object replaced(Class<?> type, @Nullable Object argument) {
    if (type == ElementwiseLoop.class && argument instanceof ElementwiseLoop loop && unknownLoops) {
      return new Unknown(loop);
    }
    return argument instanceof int[] numbers ? numbers.clone() : argument;
  }

  private void note(String what, @Nullable Object argument) {
    if (argument instanceof Tensor[] operands) {
      for (int p = 0; p < operands.length; p++) {
        note(what + ", operand " + (p + 1), operands[p]);
      }
    }
    if (argument != null && !(argument instanceof Enum) && !(argument instanceof Number)) {
      references.add(what + where, argument);
    }
  }

  /** A loop of this call alone. */
  private record Unknown(ElementwiseLoop loop) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return loop.inputs();
    }

    @Override
    public int outputs() {
      return loop.outputs();
    }

    @Override
    public int scalars() {
      return loop.scalars();
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      loop.apply(operands, scalars, from, to);
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      loop.apply(operands, scalars, from, to);
    }
  }
}
