// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.storage.Storage;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The APIs that a plan asks, as some credentials see them, over a transport of their own. */
public record Google(Bigquery bigquery, Storage storage) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Google.class);

    /** Ends what is still asked: a server that drips would hold a thread for as long as it likes. */
    @Override
    public void close() {
        try {
            bigquery.getRequestFactory().getTransport().shutdown();
        } catch (IOException unclosed) {
            LOG.debug("a transport could not be closed", unclosed);
        }
    }
}
