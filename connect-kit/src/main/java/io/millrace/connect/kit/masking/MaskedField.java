// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.masking;

/** How a masked field says that it is one: by parameters of its schema, which survive Kafka's own transforms. */
public final class MaskedField {
    /**
     * The transformation, such as {@code crypto-hash}; several are joined by commas. The header of this name says it for records without a schema:
     * {@code after.email:crypto-hash;…}.
     */
    public static final String MASKING = "millrace.masking";

    /** The infoType that was found in it or named for it, such as {@code EMAIL_ADDRESS}. */
    public static final String INFO_TYPE = "millrace.infotype";

    /** Debezium's own, {@code true}: for those who know nothing of us. */
    public static final String MASKED = "masked";

    private MaskedField() {}
}
