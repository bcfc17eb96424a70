namespace ClaudeCost;

/// <summary>
/// The one lock of all books in the process. Scopes share named budgets across their trees, and one lock makes "charge every
/// enclosing budget or none" a single step: no other call ever sees, and is refused for, an amount that is about to be given
/// back, and no order of locks can be wrong.
/// </summary>
/// <remarks>
/// It is held for a few additions and never across a callback, so it spins instead of parking, and takes one interlocked
/// operation each way where a monitor takes several.
/// </remarks>
internal static class BooksLock
{
    private static int held;
    private static long operation;

    /// <summary>
    /// The number of the operation that holds the lock: larger than that of every one before. A reservation keeps that of its
    /// own as its ticket. To be read under the lock.
    /// </summary>
    public static long Operation => operation;

    public static void Enter()
    {
        EnterWithoutNumber();
        operation++;
    }

    /// <summary>Enters for an operation that needs no number: it leaves no ticket, and touches no books twice.</summary>
    public static void EnterWithoutNumber()
    {
        if (Interlocked.CompareExchange(ref held, 1, 0) != 0)
        {
            SpinUntilEntered();
        }
    }

    /// <summary>Begins another operation without leaving the lock.</summary>
    public static void NextOperation() => operation++;

    public static void Exit() => Volatile.Write(ref held, 0);

    private static void SpinUntilEntered()
    {
        var spin = default(SpinWait);
        do
        {
            spin.SpinOnce();
        }
        while (Volatile.Read(ref held) != 0 || Interlocked.CompareExchange(ref held, 1, 0) != 0);
    }
}
