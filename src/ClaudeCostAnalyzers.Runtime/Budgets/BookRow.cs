namespace ClaudeCost;

/// <summary>
/// One window of one budget. A window that is over is followed by another row; no row is ever set back. It stays for as long as
/// it counts or a reservation that was made in it is open.
/// </summary>
internal sealed class BookRow(long start, long firstTicket)
{
    /// <summary>When the window began, as UTC ticks.</summary>
    public readonly long Start = start;

    /// <summary>Reservations from this ticket on, up to that of the next row, were made in this one.</summary>
    public readonly long FirstTicket = firstTicket;

    public Lines Lines;

    /// <summary>Reservations made in this row that are not settled.</summary>
    public long Open;
}
