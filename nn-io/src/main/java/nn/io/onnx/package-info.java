/** Networks as ONNX files, for programs that do not run on a JVM. */
@NullMarked
package nn.io.onnx;

import org.jspecify.annotations.NullMarked;
