namespace ClaudeCost;

/// <summary>
/// The lock of one outermost scope and everything nested in it. One lock for the whole tree makes "charge every enclosing scope
/// or none" a single step: no other call ever sees, and is refused for, an amount that is about to be given back.
/// </summary>
/// <remarks>
/// It is held for a few additions and never across a callback, so it spins instead of parking, and takes one interlocked
/// operation each way where a monitor takes several.
/// </remarks>
internal sealed class TreeLock
{
    private int held;

    public void Enter()
    {
        if (Interlocked.CompareExchange(ref held, 1, 0) != 0)
        {
            SpinUntilEntered();
        }
    }

    public void Exit() => Volatile.Write(ref held, 0);

    private void SpinUntilEntered()
    {
        var spin = default(SpinWait);
        do
        {
            spin.SpinOnce();
        }
        while (Volatile.Read(ref held) != 0 || Interlocked.CompareExchange(ref held, 1, 0) != 0);
    }
}
