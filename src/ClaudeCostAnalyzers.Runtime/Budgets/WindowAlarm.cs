using System.Runtime.CompilerServices;

namespace ClaudeCost;

/// <summary>Wakes the waiting line when a window ends for which a call waits.</summary>
internal static class WindowAlarm
{
    // A timer cannot be armed for a month; it rings in between, and is armed again.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly ConditionalWeakTable<Books, Bell> Bells = new();

    public static void Arm(Books books) => Bells.GetValue(books, static books => new Bell(books)).Arm();

    private sealed class Bell(Books books)
    {
        private int armed;
        private ITimer? timer;

        public void Arm()
        {
            if (Interlocked.Exchange(ref armed, 1) != 0)
            {
                return;
            }

            var left = books.UntilEnd ?? Longest;
            left = left < Shortest ? Shortest : left > Longest ? Longest : left;
            timer?.Dispose();
            timer = books.Clock.CreateTimer(static bell => ((Bell)bell!).Ring(), this, left, Timeout.InfiniteTimeSpan);
        }

        private void Ring()
        {
            // First: who is still not served arms it again.
            Volatile.Write(ref armed, 0);
            WaitingLine.RoomMayHaveCome();
        }
    }
}
