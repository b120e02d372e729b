// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import com.google.auth.oauth2.GoogleCredentials;
import io.millrace.connect.bigquery.config.Blamed;
import io.millrace.connect.kit.google.GoogleAccess;
import io.millrace.connect.kit.google.GoogleOnlyCredentials;
import io.millrace.connect.kit.retry.Retryability;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came of trying the credentials.
 *
 * @param admin the API to go on with, empty if the credentials are refused or nobody could be asked
 */
record SignIn(Optional<Admin> admin, List<PlanFinding> findings) {
    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    /**
     * Reads the credentials and fetches a token with them.
     *
     * @param api the admin API as these credentials see it
     */
    static SignIn with(GoogleAccess access, Function<Optional<GoogleOnlyCredentials>, Google> api) {
        Optional<GoogleOnlyCredentials> credentials;
        try {
            credentials = access.credentials();
        } catch (IllegalArgumentException unusable) {
            return refused(Blamed.CREDENTIALS, String.valueOf(unusable.getMessage()));
        } catch (IOException absent) {
            LOG.debug("credentials cannot be read", absent);
            return refused(
                    Blamed.CREDENTIALS, "the worker has no Application Default Credentials; set credentials.source");
        }
        Optional<SignIn> failed = credentials.flatMap(SignIn::tryOut);
        return failed.orElseGet(() -> new SignIn(Optional.of(new Admin(api.apply(credentials))), List.of()));
    }

    /** Empty if a token was fetched. */
    private static Optional<SignIn> tryOut(GoogleOnlyCredentials credentials) {
        String refusal = "Google refuses the credentials";
        return credentials
                .impersonation()
                .map(acting -> token(acting.getSourceCredentials(), Blamed.CREDENTIALS, refusal)
                        .or(() -> token(
                                acting,
                                Blamed.IMPERSONATION,
                                "Google refuses to impersonate " + acting.getAccount()
                                        + "; grant roles/iam.serviceAccountTokenCreator on it")))
                .orElseGet(() -> token(credentials, Blamed.CREDENTIALS, refusal));
    }

    private static Optional<SignIn> token(GoogleCredentials credentials, Blamed blamed, String refusal) {
        try {
            credentials.refreshIfExpired();
            return Optional.empty();
        } catch (IOException failed) {
            if (Retryability.of(failed) == Retryability.FATAL) {
                LOG.debug("no token", failed);
                return Optional.of(refused(blamed, refusal));
            }
            LOG.info("Google's token server did not answer, validation goes on without", failed);
            return Optional.of(new SignIn(Optional.empty(), List.of()));
        }
    }

    private static SignIn refused(Blamed blamed, String message) {
        return new SignIn(Optional.empty(), List.of(PlanFinding.of(blamed, message)));
    }
}
