package org.failuretransparency.theory.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.failuretransparency.theory.InvalidMachineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MachineTextTest {

    @Test
    void readsEveryKindOfStep() {
        Machine machine = MachineText.parse("""
                machine all   # a comment
                process P
                  start: internal
                         choose a -> x | b -> y
                  x:     choose unlogged c -> y | d -> y
                  y:     show two words -> z
                  z:     send m to Q
                         commit round r
                         log
                         log Q -> end
                process Q
                         receive from P m -> k | n -> k
                  k:     commit round r
                process R
                         receive any P m -> end | Q n -> end
                """, "all.machine");

        assertThat(machine.name()).isEqualTo("all");
        Map<String, Step> p = machine.processes().getFirst().states();
        assertThat(machine.processes().getFirst().initial()).isEqualTo("start");
        assertThat(p.get("start")).isEqualTo(new Step.Internal("line 4"));
        assertThat(p.get("y")).isEqualTo(new Step.Show("two words", "z"));
        assertThat(p.get("z")).isEqualTo(new Step.Send("Q", "m", "line 8"));
        assertThat(p.get("line 8")).isEqualTo(new Step.Commit("r", "line 9"));
        assertThat(p.get("line 9")).isEqualTo(new Step.Log("P", "line 10"));
        assertThat(p.get("line 10")).isEqualTo(new Step.Log("Q", Machine.END));
        assertThat(machine.processes().get(1).states().get("k")).isEqualTo(new Step.Commit("r", Machine.END));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "show x; m:1: a state before the first process: found=show x",
                "process P/jump x; m:2: no such step: found=jump x",
                "process P/send x Q; m:2: no such step: found=send x Q",
                "process P/choose a | b -> end; m:2: a branch without its next state: found=a",
                "process P/process P; m:2: a process twice: found=P",
                "process P/x: commit/x: commit; m:3: a state twice, or one called end: found=x",
                "process P/receive any Q -> end | R m -> end; m:2: no sender and message: found=Q -> end",
                "process P/show x -> y; m: no such state: machine=m, process=P, state=y",
                "process P/x: commit -> x; m: a process can come back to a state: machine=m, process=P, state=x",
                "process P/send m to P; m: no such process to exchange messages with: machine=m, process=P, "
                        + "state=line 2, peer=P",
                "machine m; m: wrong number of processes: machine=m, processes=0, possible=1 to 64",
            })
    void refusesWithFileLineAndReason(String text, String message) {
        assertThatThrownBy(() -> MachineText.parse(text.replace('/', '\n'), "m"))
                .isInstanceOf(InvalidMachineException.class)
                .hasMessage(message);
    }

    @Test
    void refusesAMessageThatTheStateDoesNotKnow() {
        Machine machine = MachineText.parse("""
                process P
                  send ping to Q
                process Q
                  wait: receive pong from P
                """, "m");

        assertThatThrownBy(() -> Explorer.explore(machine, ExplorerOptions.DEFAULT))
                .isInstanceOf(InvalidMachineException.class)
                .hasMessage("a message that the state does not know: machine=m, process=Q, state=wait, from=P, "
                        + "message=ping");
    }
}
