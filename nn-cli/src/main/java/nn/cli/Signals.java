package nn.cli;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * What a terminal or the system tells a process to do. Java has no public class for it:
 * sun.misc.Signal is one of module jdk.unsupported, by name, as some JVM may lack it.
 */
final class Signals {
  private static final List<String> TO_END = List.of("INT", "TERM");

  private Signals() {}

  /**
   * Has Ctrl-C and {@code kill} call an action, on a thread of its own, where they would end the
   * JVM.
   *
   * @param action gets the signal's number
   * @return puts back what there was
   */
  static Runnable onEnd(IntConsumer action) {
    List<Runnable> undo = new ArrayList<>();
    for (String name : TO_END) {
      try {
        undo.add(handle(name, action));
      } catch (ReflectiveOperationException | IllegalArgumentException impossible) {
        // Then the signal ends the JVM as ever.
      }
    }
    return () -> undo.forEach(Runnable::run);
  }

  private static Runnable handle(String name, IntConsumer action)
      throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    int number = (int) signalType.getMethod("getNumber").invoke(signal);
    Object handler =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, arguments) ->
                switch (method.getName().toLowerCase(Locale.ROOT)) {
                  case "handle" -> {
                    action.accept(number);
                    yield null;
                  }
                  case "equals" -> proxy == arguments[0];
                  case "hashcode" -> System.identityHashCode(proxy);
                  default -> name;
                });
    Object before =
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    return () -> restore(signalType, handlerType, signal, before);
  }

  private static void restore(
      Class<?> signalType, Class<?> handlerType, Object signal, Object before) {
    try {
      signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, before);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("a signal that was handled can be handled", impossible);
    }
  }
}
