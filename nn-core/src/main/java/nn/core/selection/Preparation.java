package nn.core.selection;

import java.io.Serializable;
import java.util.function.UnaryOperator;
import nn.core.data.DataSet;

/**
 * What is done to features before a network sees them, the same for all records whenever it is
 * asked for, as {@code standardiser::apply}. It may be sent to another machine with the network, if
 * all that it captures is {@link Serializable}.
 */
@FunctionalInterface
public interface Preparation extends UnaryOperator<DataSet>, Serializable {}
