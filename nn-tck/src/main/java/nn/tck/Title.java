package nn.tck;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The chapter of docs/SPEC.md whose rules a class tests. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Title {

  /** For instance {@code 3xx products}. */
  String value();
}
