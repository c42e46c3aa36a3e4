package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table against a map.
class EntryTableTest {

    private record Key(long client, long id) {}

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "3, 64", "4, 1000"})
    void agreesWithAMap(long seed, int limit) {
        SplittableRandom random = new SplittableRandom(seed);
        NodeLayout.Areas areas = NodeLayout.Areas.of(limit, 1, 1, 1, Buffers.BLOCK_BYTES);
        NodeMemory memory = VolatileNodeMemory.of(areas.lengthBytes());
        EntryTable table = new EntryTable(memory, areas.requestHeads(), areas.requestEntries(), limit);
        table.open((slot, entry) -> {
            throw new AssertionError("a new table has entries");
        });
        Map<Key, Integer> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Key key = new Key(1 + random.nextInt(3), random.nextInt(2 * limit));
            Integer known = model.get(key);
            assertThat(table.find(key.client, key.id)).isEqualTo(known == null ? EntryTable.NONE : known);
            assertThat(table.findWhileChanging(key.client, key.id)).isEqualTo(known == null ? EntryTable.NONE : known);
            if (known != null) {
                table.unlink(known);
                table.release(known);
                model.remove(key);
            } else {
                int slot = table.take();
                assertThat(slot == EntryTable.NONE).isEqualTo(model.size() == limit);
                if (slot != EntryTable.NONE) {
                    memory.storeLong(table.at(slot) + EntryLayout.CLIENT, key.client);
                    memory.storeLong(table.at(slot) + EntryLayout.ID, key.id);
                    table.link(slot, key.client, key.id);
                    model.put(key, slot);
                }
            }
            assertThat(table.count()).isEqualTo(model.size());
        }
        List<Integer> slots = new ArrayList<>();
        new EntryTable(memory, areas.requestHeads(), areas.requestEntries(), limit)
                .open((slot, entry) -> slots.add(slot));
        assertThat(slots).containsExactlyInAnyOrderElementsOf(model.values());
        assertThat(table.steps()).isLessThan(3 * 20_000);
        memory.close();
    }
}
