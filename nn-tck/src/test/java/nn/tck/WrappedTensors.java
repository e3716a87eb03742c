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

/** Calls of a backend and of its workspaces, whose tensors say of themselves what is not true. */
final class WrappedTensors implements InvocationHandler {

  /** What a tensor says. */
  record Lie(Tensor tensor, DType dtype, Backend backend) implements Tensor {
    @Override
    public Shape shape() {
      return tensor.shape();
    }
  }

  /** Makes a lie of a tensor and the backend around it. */
  @FunctionalInterface
  interface Liar {
    Lie of(Tensor tensor, Backend wrapper);
  }

  private final Object delegate;
  private final Liar liar;
  private @Nullable Backend wrapper;

  private WrappedTensors(Object delegate, Liar liar, @Nullable Backend wrapper) {
    this.delegate = delegate;
    this.liar = liar;
    this.wrapper = wrapper;
  }

  /** A backend around another one. */
  static Backend around(Backend backend, Liar liar) {
    WrappedTensors calls = new WrappedTensors(backend, liar, null);
    Backend wrapper = proxy(Backend.class, calls);
    calls.wrapper = wrapper;
    return wrapper;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler calls) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (wrapper == null) {
      throw new IllegalStateException();
    }
    if (method.getReturnType() == Backend.class) {
      return wrapper;
    }
    Object[] own =
        arguments == null
            ? new Object[0]
            : Arrays.stream(arguments).map(WrappedTensors::unwrap).toArray();
    try {
      Object result = method.invoke(delegate, own);
      if (result instanceof Workspace workspace) {
        return proxy(Workspace.class, new WrappedTensors(workspace, liar, wrapper));
      }
      return result instanceof Tensor tensor ? liar.of(tensor, wrapper) : result;
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }

  private static @Nullable Object unwrap(@Nullable Object argument) {
    if (argument instanceof Tensor[] tensors) {
      return Arrays.stream(tensors).map(WrappedTensors::unwrap).toArray(Tensor[]::new);
    }
    return argument instanceof Lie lie ? lie.tensor() : argument;
  }
}
