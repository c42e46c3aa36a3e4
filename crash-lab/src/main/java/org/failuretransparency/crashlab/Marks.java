package org.failuretransparency.crashlab;

/// How far a program had come, by the numbers of its operations.
///
/// @param started newest operation that had begun
/// @param completed newest operation that had returned
/// @param promised newest number that the program had promised to survive
record Marks(long started, long completed, long promised) {

    static final Marks NONE = new Marks(0, 0, 0);

    Marks after(Step.Mark mark) {
        return switch (mark.kind()) {
            case BEGAN -> new Marks(mark.number(), completed, promised);
            case ENDED -> new Marks(started, mark.number(), promised);
            case PROMISED -> new Marks(started, completed, mark.number());
        };
    }
}
