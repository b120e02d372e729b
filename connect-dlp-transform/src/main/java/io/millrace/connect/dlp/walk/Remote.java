// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

/** A remote engine's part in a record: it is told the covered texts before they are masked, and asked afterwards. */
public sealed interface Remote extends AutoCloseable permits RemoteMasking, Shadow {

    /** Whether it wants to hear of the next record. */
    boolean wantsNext();

    /** The questions of the record are in the visit; answers may be given to it. */
    void beforeMasking(Visit visit, MaskingRules rules);

    /** The record was masked. */
    void afterMasking(Visit visit);

    @Override
    void close();
}
