// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The other end of AppendRows, in this process: keeps what arrives and answers as it was told, else with success. */
final class FakeWriteApi extends BigQueryWriteGrpc.BigQueryWriteImplBase implements AutoCloseable {
    private static final AtomicInteger SERVERS = new AtomicInteger();
    private static final long PATIENCE_S = 10;
    private static final Metadata.Key<String> ROUTE =
            Metadata.Key.of("x-goog-request-params", Metadata.ASCII_STRING_MARSHALLER);

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Queue<String> routes = new ConcurrentLinkedQueue<>();
    private final Semaphore ends = new Semaphore(0);
    private final Set<Integer> jammed = ConcurrentHashMap.newKeySet();
    private final List<String> rows = new CopyOnWriteArrayList<>();
    private final Server server;
    private final ManagedChannel channel;

    private volatile Predicate<Arrival> known = arrival -> false;
    private volatile Answer answerToKnown = acknowledgement();
    private final AtomicInteger sendFailures = new AtomicInteger();
    private volatile @Nullable Error sendFailure;

    /** What is done about a request. */
    interface Answer {
        void to(Arrival arrival);
    }

    /** A request as it arrived, and the way back. */
    record Arrival(
            int connection, AppendRowsRequest request, StreamObserver<AppendRowsResponse> back, FakeWriteApi api) {
        List<String> rows() {
            return request.getProtoRows().getRows().getSerializedRowsList().stream()
                    .map(ByteString::toStringUtf8)
                    .toList();
        }

        boolean explained() {
            return request.getProtoRows().hasWriterSchema();
        }

        void store() {
            api.rows.addAll(rows());
        }

        void respond(AppendRowsResponse.Builder response) {
            back.onNext(response.build());
        }

        void acknowledge() {
            store();
            respond(AppendRowsResponse.newBuilder()
                    .setAppendResult(AppendRowsResponse.AppendResult.getDefaultInstance()));
        }
    }

    FakeWriteApi() {
        String name = "write-api-" + SERVERS.incrementAndGet();
        try {
            server = InProcessServerBuilder.forName(name)
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        channel = InProcessChannelBuilder.forName(name).intercept(new Sending()).build();
    }

    BigQueryWriteClient client() {
        try {
            return BigQueryWriteClient.create(BigQueryWriteSettings.newBuilder()
                    .setTransportChannelProvider(
                            FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .build());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** So many requests fail on their way to the wire. */
    void failToSend(int requests, Error failure) {
        sendFailure = failure;
        sendFailures.set(requests);
    }

    private final class Sending implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void sendMessage(Q message) {
                    if (sendFailures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw requireNonNull(sendFailure);
                    }
                    super.sendMessage(message);
                }

                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    routes.add(requireNonNull(headers.get(ROUTE)));
                    super.start(
                            new SimpleForwardingClientCallListener<>(listener) {
                                @Override
                                public void onClose(Status status, Metadata trailers) {
                                    super.onClose(status, trailers);
                                    ends.release();
                                }
                            },
                            headers);
                }
            };
        }
    }

    /** Waits until the client knows that one more connection has ended. */
    void awaitEnd() {
        try {
            assertThat(ends.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The next requests are answered so, in this order. */
    void answers(Answer... next) {
        answers.addAll(Arrays.asList(next));
    }

    /** Requests that are recognised are answered so, once the answers in order are used up. */
    void thenAnswers(Predicate<Arrival> recognised, Answer answer) {
        answerToKnown = answer;
        known = recognised;
    }

    static Answer acknowledgement() {
        return Arrival::acknowledge;
    }

    static Answer announcement() {
        return arrival -> {
            arrival.store();
            arrival.respond(AppendRowsResponse.newBuilder()
                    .setAppendResult(AppendRowsResponse.AppendResult.getDefaultInstance())
                    .setUpdatedSchema(TableSchema.getDefaultInstance()));
        };
    }

    static Answer refusal(Code code, StorageErrorCode storage) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.getNumber()).setMessage("s3cret words");
        if (storage != StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED) {
            status.addDetails(
                    Any.pack(StorageError.newBuilder().setCode(storage).build()));
        }
        return arrival -> arrival.respond(AppendRowsResponse.newBuilder().setError(status));
    }

    static Answer refusal(Code code) {
        return refusal(code, StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED);
    }

    static Answer rowErrors(int... positions) {
        return arrival -> {
            AppendRowsResponse.Builder response = AppendRowsResponse.newBuilder()
                    .setError(com.google.rpc.Status.newBuilder().setCode(Code.INVALID_ARGUMENT.getNumber()));
            for (int position : positions) {
                response.addRowErrors(RowError.newBuilder()
                        .setIndex(position)
                        .setCode(RowError.RowErrorCode.FIELDS_ERROR)
                        .setMessage("id: s3cret is no number"));
            }
            arrival.respond(response);
        };
    }

    /** The connection ends without an answer and without the rows. */
    static Answer end(Status.Code code) {
        return arrival -> arrival.back().onError(code.toStatus().asRuntimeException());
    }

    /** The rows are there, the acknowledgement is lost with its connection. */
    static Answer lostAcknowledgement() {
        return arrival -> {
            arrival.store();
            arrival.back().onError(Status.UNAVAILABLE.asRuntimeException());
        };
    }

    /** The connection ends as if all were well. */
    static Answer completion() {
        return arrival -> arrival.back().onCompleted();
    }

    /** Nothing, until the test answers by itself. */
    static Answer silence() {
        return arrival -> {};
    }

    /** Nothing, nor to what follows on the same connection: answers keep the order of requests. */
    static Answer jam() {
        return arrival -> arrival.api().jammed.add(arrival.connection());
    }

    /** The next request that arrives. */
    Arrival arrival() {
        try {
            Arrival arrival = arrivals.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (arrival == null) {
                throw new AssertionError("no request arrived");
            }
            return arrival;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Forgets what arrived and what would be in tables. */
    void forget() {
        arrivals.clear();
        rows.clear();
    }

    /** By which resource each connection was routed, oldest first. */
    List<String> routes() {
        return List.copyOf(routes);
    }

    /** Connections that were opened and have not ended. */
    int openConnections() {
        return open.get();
    }

    /** What would be in tables. */
    List<String> rows() {
        return new ArrayList<>(rows);
    }

    @Override
    public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> back) {
        int connection = connections.incrementAndGet();
        open.incrementAndGet();
        // Answers to a call that the other end has given up are lost, as on a network.
        ((ServerCallStreamObserver<AppendRowsResponse>) back).setOnCancelHandler(open::decrementAndGet);
        ((ServerCallStreamObserver<AppendRowsResponse>) back).setOnCloseHandler(open::decrementAndGet);
        return new StreamObserver<>() {
            @Override
            public void onNext(AppendRowsRequest request) {
                Arrival arrival = new Arrival(connection, request, back, FakeWriteApi.this);
                if (jammed.contains(connection)) {
                    arrivals.add(arrival);
                    return;
                }
                Answer answer = answers.poll();
                arrivals.add(arrival);
                if (answer == null) {
                    answer = known.test(arrival) ? answerToKnown : acknowledgement();
                }
                answer.to(arrival);
            }

            @Override
            public void onError(Throwable gone) {}

            @Override
            public void onCompleted() {
                back.onCompleted();
            }
        };
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
