// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import com.google.api.client.json.JsonParser;
import com.google.api.client.json.gson.GsonFactory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.entity.HttpEntityWrapper;
import org.apache.http.protocol.HttpContext;

/**
 * Answers of whoever is under an endpoint, who may be nobody of Google's: what has no end would be read into the heap.
 * Unpacked, since a gigabyte of zeros is a megabyte on the wire.
 */
public final class BoundedAnswers {
    /** A table of 10,000 columns has 5 MB, a page of rows or of an insert's errors 10 MB. */
    private static final long MOST_BYTES = 16L << 20;

    private static final GsonFactory JSON = new Json();

    private BoundedAnswers() {}

    /** Reads and writes JSON; what is read of a stream is bounded. */
    public static GsonFactory json() {
        return JSON;
    }

    /** For Apache's client: bounds whatever an answer has. */
    static HttpResponseInterceptor interceptor() {
        return BoundedAnswers::bound;
    }

    private static void bound(HttpResponse response, HttpContext context) {
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            response.setEntity(new HttpEntityWrapper(entity) {
                @Override
                public InputStream getContent() throws IOException {
                    return new Bounded(super.getContent());
                }
            });
        }
    }

    private static final class Json extends GsonFactory {
        @Override
        public JsonParser createJsonParser(InputStream in) {
            return super.createJsonParser(new Bounded(in));
        }

        @Override
        public JsonParser createJsonParser(InputStream in, Charset charset) {
            return charset == null ? createJsonParser(in) : super.createJsonParser(new Bounded(in), charset);
        }
    }

    private static final class Bounded extends FilterInputStream {
        private long left = MOST_BYTES;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new AnswerTooLongException(MOST_BYTES);
            }
        }
    }
}
