package nn.tck;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/** Backends whose tensors say of themselves what is not true. */
final class WrappedTensors {

  private WrappedTensors() {}

  /** What a tensor says. */
  record Lie(Tensor tensor, DType dtype, Backend backend) implements Tensor {
    @Override
    public Shape shape() {
      return tensor.shape();
    }
  }

  /** Makes a lie of a tensor and the backend around its own. */
  @FunctionalInterface
  interface Liar {
    Lie of(Tensor tensor, Backend wrapper);
  }

  /** A backend around another one. */
  static Backend around(Backend backend, Liar liar) {
    return proxy(
        Backend.class,
        (wrapper, method, arguments) ->
            wrap(call(backend, method, arguments), liar, (Backend) wrapper));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler calls) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
  }

  private static @Nullable Object call(
      Object delegate, Method method, Object @Nullable [] arguments) throws Throwable {
    Object[] own =
        arguments == null
            ? new Object[0]
            : Arrays.stream(arguments).map(WrappedTensors::unwrap).toArray();
    try {
      return method.invoke(delegate, own);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }

  private static @Nullable Object unwrap(@Nullable Object argument) {
    if (argument instanceof Tensor[] tensors) {
      return Arrays.stream(tensors).map(WrappedTensors::unwrap).toArray(Tensor[]::new);
    }
    return argument instanceof Lie lie ? lie.tensor() : argument;
  }

  private static @Nullable Object wrap(@Nullable Object result, Liar liar, Backend wrapper) {
    if (result instanceof Workspace workspace) {
      return proxy(
          Workspace.class,
          (proxy, method, arguments) -> wrap(call(workspace, method, arguments), liar, wrapper));
    }
    if (result instanceof Tensor tensor) {
      return liar.of(tensor, wrapper);
    }
    return result instanceof Backend ? wrapper : result;
  }
}
