/**
 * What a backend author implements and a plug-in author computes with: tensors, their kernels, and
 * the rules that both keep.
 *
 * <table>
 * <caption>Thread safety</caption>
 * <tr><th>type</th><th>may be shared between threads</th></tr>
 * <tr><td>{@link nn.api.Shape}, {@link nn.api.DType}, {@link nn.api.Tier}</td><td>yes, immutable</td></tr>
 * <tr><td>{@link nn.api.ElementwiseLoop}</td><td>yes, stateless</td></tr>
 * <tr><td>{@link nn.api.Backend}, {@link nn.api.Workspace}</td><td>yes; kernels that run at the same
 *     time need disjoint destinations, and no destination may be another one's operand</td></tr>
 * <tr><td>{@link nn.api.Tensor}</td><td>the handle yes; its values as any Java array: visible to
 *     another thread after a happens-before edge</td></tr>
 * <tr><td>{@code Activation}, {@code Layer}, {@code Cost}, {@code Optimiser}, {@code Initialiser}, {@code Config}</td>
 *     <td>yes, immutable</td></tr>
 * <tr><td>{@code Pass}, {@code RandomStream}</td><td>no, one thread each</td></tr>
 * <tr><td>{@code BackendProvider}, {@code Backends}, {@code BackendReport}</td><td>yes</td></tr>
 * </table>
 */
@NullMarked
package nn.api;

import org.jspecify.annotations.NullMarked;
