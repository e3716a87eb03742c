package nn.backend.nd4j;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs tests only where the build has ND4J's native libraries for them. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "nn.backend.nd4j.NativesTest#available",
    disabledReason = "the build adds ND4J's native libraries on linux-x86_64 only")
@interface WithNatives {}
