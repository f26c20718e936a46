package dev.lading.server.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.lading.server.exchange.RequestBody;
import dev.lading.server.exchange.RequestException;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One request body on its way from the event loop to the virtual thread that reads it.
 *
 * <p>The event loop copies what arrives into pages of the {@link ByteBudget}. The reader takes all
 * full pages at once, so that a fast sender costs one hand-over for a megabyte and not one for each
 * chunk; a page that is not full is handed over when a turn of the event loop ends and the reader
 * has nothing else. A sender that is faster than the reader, or finds no page free, is stopped at
 * the socket. A body whose sender pauses holds no page for long: its reader takes what there is.
 *
 * <p>Mutable; {@code lock} guards what the two threads share.
 */
final class BodyPipe implements RequestBody {
  /** While the reader has a batch, as much again may arrive: 1 MiB each. */
  private static final int BATCH = 16;

  private static final int MOST_PAGES = 2 * BATCH;

  private static final int USUAL_BYTES = 8 << 10;

  private final BodyIntake intake;
  private final ByteBudget budget;
  private final BodyTerms terms;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  @GuardedBy("lock")
  private final ArrayDeque<ByteBuffer> full = new ArrayDeque<>();

  @GuardedBy("lock")
  private @Nullable ByteBuffer filling;

  /** Pages that are full or with the reader. */
  @GuardedBy("lock")
  private int outstanding;

  /** Chunks that found no page. */
  @GuardedBy("lock")
  private final ArrayDeque<ByteBuf> homeless = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean stopped;

  @GuardedBy("lock")
  private boolean turnEndComes;

  @GuardedBy("lock")
  private boolean pageAwaited;

  @GuardedBy("lock")
  private boolean lastChunkCame;

  @GuardedBy("lock")
  private boolean discarding;

  @GuardedBy("lock")
  private @Nullable RequestException failure;

  // Of the event loop only:
  private final BodyPace pace;
  private long received;
  private boolean continueDue;

  // Of the reader only:
  private final ArrayDeque<ByteBuffer> batch = new ArrayDeque<>();
  private final List<ByteBuffer> used = new ArrayList<>();
  private boolean begun;

  /**
   * @param now in nanoseconds, of the same clock that {@link #check} is called with
   */
  BodyPipe(BodyIntake intake, ByteBudget budget, BodyTerms terms, long now) {
    this.intake = intake;
    this.budget = budget;
    this.terms = terms;
    this.continueDue = terms.continueExpected();
    this.pace = new BodyPace(terms.limits(), now);
  }

  // ---- the reader's side -------------------------------------------------------------------

  @Override
  public OptionalLong declaredLength() {
    return terms.declaredLength();
  }

  @Override
  public Optional<ByteBuffer> next() {
    begin();
    ByteBuffer page = batch.poll();
    if (page == null) {
      refill();
      page = batch.poll();
    }
    if (page == null) {
      return Optional.empty();
    }
    used.add(page);
    return Optional.of(page);
  }

  @Override
  public byte[] readAll(int limitBytes) {
    if (declaredLength().orElse(0) > limitBytes) {
      throw new RequestException.BodyTooLarge(limitBytes);
    }
    // What is only announced takes no memory.
    ByteArrayOutputStream all = new ByteArrayOutputStream(USUAL_BYTES);
    for (Optional<ByteBuffer> piece = next(); piece.isPresent(); piece = next()) {
      if (all.size() + piece.get().remaining() > limitBytes) {
        throw new RequestException.BodyTooLarge(limitBytes);
      }
      byte[] bytes = new byte[piece.get().remaining()];
      piece.get().get(bytes);
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  /** No more will be read: gives all pages back and lets the rest of the body fall. */
  void close() {
    List<ByteBuffer> back = new ArrayList<>(used);
    back.addAll(batch);
    used.clear();
    batch.clear();
    lock.lock();
    try {
      discarding = true;
      outstanding = 0;
      back.addAll(full);
      full.clear();
      if (filling != null) {
        back.add(filling);
        filling = null;
      }
      homeless.clear();
    } finally {
      lock.unlock();
    }
    budget.giveBack(back);
  }

  private void begin() {
    if (!begun) {
      begun = true;
      if (declaredLength().orElse(0) > terms.limits().bodyBytes()) {
        throw new RequestException.BodyTooLarge(terms.limits().bodyBytes());
      }
      if (terms.continueExpected()) {
        intake.onLoop(this::sendContinue);
      }
    }
  }

  /** Fills the batch, or leaves it empty at the end of the body. */
  private void refill() {
    int back = used.size();
    budget.giveBack(used);
    used.clear();
    lock.lock();
    try {
      outstanding -= back;
      if (stopped && outstanding <= BATCH) {
        intake.onLoop(this::resume);
      }
      while (!takeWhatIsThere()) {
        if (failure != null) {
          throw failure;
        }
        if (ended()) {
          return;
        }
        arrived.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RequestException.BodyTruncated(e);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean ended() {
    return lastChunkCame && homeless.isEmpty();
  }

  @GuardedBy("lock")
  private boolean takeWhatIsThere() {
    if (full.isEmpty() && filling != null && filling.position() > 0) {
      boolean moreComesAtOnce = turnEndComes && !ended() && failure == null;
      if (!moreComesAtOnce) {
        finishPage(filling);
      }
    }
    batch.addAll(full);
    full.clear();
    return !batch.isEmpty();
  }

  // ---- the event loop's side ---------------------------------------------------------------

  void onChunk(ByteBuf chunk) {
    received += chunk.readableBytes();
    pace.received(chunk.readableBytes());
    boolean tooLarge = received > terms.limits().bodyBytes();
    lock.lock();
    try {
      if (discarding) {
        // The answer is on its way. Cutting here would reset the connection before it is read; how
        // long this goes on is the socket's to bound.
        return;
      }
      if (!tooLarge && failure == null) {
        homeless.add(chunk);
        house();
      }
    } finally {
      lock.unlock();
    }
    if (tooLarge) {
      fail(new RequestException.BodyTooLarge(terms.limits().bodyBytes()));
    }
  }

  /** Whether all of it is in pages, so that nothing is left to {@link #check}. */
  boolean onEnd() {
    lock.lock();
    try {
      lastChunkCame = true;
      arrived.signal();
      return ended();
    } finally {
      lock.unlock();
    }
  }

  /** The connection is gone, or what came over it is no body. */
  void onBroken(Throwable cause) {
    fail(new RequestException.BodyTruncated(cause));
  }

  /**
   * To be called now and then: cuts off a body that is too slow or waits too long for a page.
   *
   * @return whether it has to be called again
   */
  boolean check(long now) {
    boolean sendersTurn;
    boolean starving;
    lock.lock();
    try {
      if (ended() || (discarding && lastChunkCame)) {
        return false;
      }
      starving = pageAwaited;
      sendersTurn = !stopped && !continueDue && !lastChunkCame && failure == null;
    } finally {
      lock.unlock();
    }
    if (pace.starvesTooLong(starving, now)) {
      fail(new RequestException.BuffersExhausted());
    } else if (pace.isTooSlow(sendersTurn, now)) {
      fail(pace.tooSlow());
    }
    return true;
  }

  /** How much of the body is still to come, at most; zero when all of it has arrived. */
  long unread() {
    lock.lock();
    try {
      if (lastChunkCame) {
        return 0;
      }
    } finally {
      lock.unlock();
    }
    return continueDue ? Long.MAX_VALUE : declaredLength().orElse(Long.MAX_VALUE) - received;
  }

  /** Copies what has no page yet into pages, as far as there are any. */
  @GuardedBy("lock")
  private void house() {
    for (ByteBuf chunk = homeless.peek(); chunk != null; chunk = homeless.peek()) {
      ByteBuffer page = filling;
      if (page == null) {
        page = pageAwaited ? null : budget.borrow(this::pageCame).orElse(null);
        pageAwaited = page == null;
        filling = page;
      }
      if (page == null) {
        arrived.signal();
        stop();
        return;
      }
      copy(chunk, page);
      if (!chunk.isReadable()) {
        homeless.remove();
      }
      if (!page.hasRemaining()) {
        finishPage(page);
      }
    }
    handOverSoon();
  }

  @GuardedBy("lock")
  private void handOverSoon() {
    if (outstanding >= MOST_PAGES) {
      stop();
    }
    if (full.size() >= BATCH) {
      arrived.signal();
    } else if (!turnEndComes) {
      turnEndComes = true;
      intake.onLoop(this::turnEnds);
    }
  }

  @GuardedBy("lock")
  private void stop() {
    if (!stopped) {
      stopped = true;
      intake.stop();
    }
  }

  @GuardedBy("lock")
  private void finishPage(ByteBuffer page) {
    full.add(page.flip());
    outstanding++;
    filling = null;
  }

  private static void copy(ByteBuf chunk, ByteBuffer page) {
    int end = page.limit();
    page.limit(page.position() + Math.min(page.remaining(), chunk.readableBytes()));
    chunk.readBytes(page);
    page.limit(end);
  }

  private void turnEnds() {
    lock.lock();
    try {
      turnEndComes = false;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Called by whoever gave the page back, on any thread. */
  private void pageCame(ByteBuffer page) {
    intake.onLoop(() -> resumeWith(page));
  }

  private void resumeWith(ByteBuffer page) {
    boolean needed;
    pace.fed();
    lock.lock();
    try {
      pageAwaited = false;
      needed = !discarding && failure == null;
      if (needed) {
        filling = page;
        house();
      }
    } finally {
      lock.unlock();
    }
    if (needed) {
      resume();
    } else {
      budget.giveBack(List.of(page));
    }
  }

  private void resume() {
    boolean go;
    lock.lock();
    try {
      go = stopped && homeless.isEmpty() && outstanding < MOST_PAGES && failure == null;
      stopped = stopped && !go;
    } finally {
      lock.unlock();
    }
    if (go) {
      intake.go();
    }
  }

  private void sendContinue() {
    continueDue = false;
    intake.sendContinue();
  }

  private void fail(RequestException e) {
    boolean nobodyReads;
    lock.lock();
    try {
      nobodyReads = discarding;
      if (failure == null && !ended()) {
        failure = e;
        homeless.clear();
        arrived.signal();
        stop();
      }
    } finally {
      lock.unlock();
    }
    if (nobodyReads) {
      intake.cut();
    }
  }
}
