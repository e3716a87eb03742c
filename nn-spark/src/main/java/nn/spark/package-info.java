/**
 * nn on Apache Spark: scoring, search and training, with the bits of one machine.
 *
 * <p>Executors find nn's jars as they find any other of an application: by {@code --jars}, {@code
 * --packages} or in Spark's own folder. A network travels as the bytes of a model file, by the
 * kinds of its layers, so plug-ins must be on the executors' class path, too.
 */
@NullMarked
package nn.spark;

import org.jspecify.annotations.NullMarked;
