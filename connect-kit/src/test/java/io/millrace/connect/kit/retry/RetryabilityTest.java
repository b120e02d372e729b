// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.retry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.StatusCode;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryabilityTest {
    @ParameterizedTest
    @CsvSource({
        "503, backendError, TRANSIENT",
        "403, rateLimitExceeded, TRANSIENT",
        "403, quotaExceeded, TRANSIENT",
        "403, accessDenied, FATAL",
        "404, notFound, FATAL",
        "400, invalid, FATAL",
        "429, , TRANSIENT",
        "0, , TRANSIENT",
        "400, , FATAL"
    })
    void followsStatusAndReasonOfARestAnswer(int status, String reason, Retryability retryability) {
        assertThat(Retryability.ofRest(status, reason)).isEqualTo(retryability);
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, TRANSIENT",
        "ABORTED, TRANSIENT",
        "RESOURCE_EXHAUSTED, TRANSIENT",
        "PERMISSION_DENIED, FATAL",
        "INVALID_ARGUMENT, FATAL",
        "NOT_FOUND, FATAL"
    })
    void followsTheCodeOfAGrpcStatusWhateverItsText(StatusCode.Code code, Retryability retryability) {
        Status status = Status.fromCode(Status.Code.valueOf(code.name())).withDescription("not found: retry later");

        assertThat(Retryability.ofStatus(code)).isEqualTo(retryability);
        assertThat(Retryability.of(new ExecutionException(status.asRuntimeException())))
                .isEqualTo(retryability);
    }

    @Test
    void takesABrokenConnectionAsPassingAndTheUnknownAsFinal() {
        assertThat(Retryability.of(new RuntimeException(new ConnectException("refused"))))
                .isEqualTo(Retryability.TRANSIENT);
        assertThat(Retryability.of(new IllegalStateException("connection refused")))
                .isEqualTo(Retryability.FATAL);
    }

    @Test
    void findsARefusalInsideABrokenConnection() {
        HttpResponseException denied = new HttpResponseException.Builder(403, "Forbidden", new HttpHeaders()).build();

        assertThat(Retryability.of(new IOException("token request failed", denied)))
                .isEqualTo(Retryability.FATAL);
    }
}
