package org.failuretransparency.vistagrams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import org.failuretransparency.recoverable.RecordedProgram;
import org.failuretransparency.rio.StorageKind;

/// What a node does when it is crashed: transactions over its messages and a word of the application.
enum NodeScenario implements RecordedProgram.Scenario {
    SEND {
        @Override
        void run(NodeProgram program) {
            program.operation(() -> program.transaction(1, true, () -> program.send("first request")));
            program.operation(() -> program.transaction(2, true, () -> {
                program.send("second");
                program.send("third, to be longer than the smallest buffer, which takes just sixty-four bytes");
            }));
        }
    },
    /// As little as a send can be.
    SEND_ONE {
        @Override
        void run(NodeProgram program) {
            program.operation(() -> program.transaction(1, true, () -> program.send("first request")));
            program.operation(() -> program.transaction(2, true, () -> program.send("second one")));
        }
    },
    SEND_AND_ABORT {
        @Override
        void run(NodeProgram program) {
            program.operation(() -> program.transaction(1, false, () -> program.send("never")));
            program.operation(() -> program.transaction(2, true, () -> program.send("sent")));
        }
    },
    RECEIVE_RESPONSE {
        @Override
        void run(NodeProgram program) {
            program.operation(() -> program.transaction(1, true, () -> program.send("request")));
            program.partnerServes();
            program.operation(() -> program.transaction(2, true, program::receiveResponse));
            program.operation(() -> program.transaction(3, true, () -> program.send("next")));
            program.partnerServes();
            program.operation(() -> program.transaction(4, false, program::receiveResponse));
            program.operation(() -> program.transaction(5, true, () -> {
                program.receiveResponse();
                program.send("in one with a response");
            }));
        }
    },
    SERVE {
        @Override
        void run(NodeProgram program) {
            for (int i = 1; i <= 3; i++) {
                String text = "request " + i;
                int value = i;
                program.partnerSends(text);
                program.operation(() -> program.transaction(value, true, program::serve));
                program.partnerReceives();
            }
        }
    },
    ANSWER_LATER {
        @Override
        void run(NodeProgram program) {
            program.partnerSends("request");
            long[] ticket = new long[1];
            program.operation(() -> program.transaction(1, false, () -> ticket[0] = program.receive()));
            program.operation(() -> program.transaction(2, true, () -> ticket[0] = program.receive()));
            program.operation(() -> program.transaction(3, false, () -> program.answer(ticket[0])));
            program.operation(() -> program.transaction(4, true, () -> program.answer(ticket[0])));
        }
    },
    /// An answer to a request that was received before, so that every change is of something that is there already.
    ANSWER_ONE {
        @Override
        void run(NodeProgram program) {
            program.partnerSends("request");
            long[] ticket = new long[1];
            program.operation(() -> program.transaction(1, true, () -> ticket[0] = program.receive()));
            program.operation(() -> program.changeMuch(2));
            program.operation(() -> program.changeMuch(3)); // whose before-image is not all zeros
            program.mutateFromHere();
            program.operation(() -> program.transaction(4, true, () -> program.answer(ticket[0])));
            program.operation(() -> program.changeMuch(5));
        }
    },
    /// Answers acknowledged out of order, then all of them.
    ACKNOWLEDGED {
        @Override
        void run(NodeProgram program) {
            program.partnerSends("slow");
            long[] ticket = new long[1];
            program.operation(() -> program.transaction(1, true, () -> ticket[0] = program.receive()));
            for (int i = 2; i <= 4; i++) {
                int value = i;
                program.partnerSends("fast");
                program.operation(() -> program.transaction(value, true, program::serve));
                program.partnerReceives();
            }
            program.operation(() -> program.transaction(5, true, () -> program.answer(ticket[0])));
            program.partnerReceives();
            program.partnerSends("last");
            program.operation(() -> program.transaction(6, true, program::serve));
        }
    };

    abstract void run(NodeProgram program);

    @Override
    public NodeProgram on(StorageKind kind) {
        NodeProgram program = new NodeProgram(kind);
        run(program);
        return program;
    }

    static byte[] bytes(String text) {
        return Objects.requireNonNull(text.getBytes(UTF_8));
    }
}
